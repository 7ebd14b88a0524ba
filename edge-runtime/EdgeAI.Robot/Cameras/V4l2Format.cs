using System.Runtime.InteropServices;

namespace EdgeAI.Robot.Cameras;

/// <summary>struct v4l2_format with its v4l2_pix_format, 208 bytes; the union begins at 8, since some of its members are aligned to eight.</summary>
[StructLayout(LayoutKind.Explicit, Size = 208)]
public struct V4l2Format
{
    /// <summary>enum v4l2_buf_type.</summary>
    [FieldOffset(0)]
    public uint Type;

    /// <summary>Pixels in a row.</summary>
    [FieldOffset(8)]
    public uint Width;

    /// <summary>Rows.</summary>
    [FieldOffset(12)]
    public uint Height;

    /// <summary>The four characters of the pixel format.</summary>
    [FieldOffset(16)]
    public uint PixelFormat;

    /// <summary>enum v4l2_field: 1 for images that are not interlaced.</summary>
    [FieldOffset(20)]
    public uint Field;

    /// <summary>Bytes from one row to the next.</summary>
    [FieldOffset(24)]
    public uint BytesPerLine;

    /// <summary>Bytes of an image, of a compressed one the most.</summary>
    [FieldOffset(28)]
    public uint SizeImage;
}
