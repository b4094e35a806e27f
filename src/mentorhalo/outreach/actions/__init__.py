"""What may be done in this room: `subscribing`, `consents`, `acts`, `composing`, `sending`, `bounces`."""
