declare module "echarts/i18n/langHU-obj.js";
