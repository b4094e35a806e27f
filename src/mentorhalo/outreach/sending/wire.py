"""What RFC 5321 4.5.2 does to a letter on its way: dots doubled where a line begins with one, a lone dot at the end."""

END = b".\r\n"


def stuffed(data: bytes) -> bytes:
    """A line that begins with a dot gets another one; `data` begins a line."""
    if b"\r\n." in data:
        data = data.replace(b"\r\n.", b"\r\n..")
    return b"." + data if data.startswith(b".") else data


def unstuffed(data: bytes) -> bytes:
    """The letter (whole lines) that was made ready for the wire."""
    data = data.removesuffix(END).replace(b"\r\n..", b"\r\n.")
    return data[1:] if data.startswith(b"..") else data
