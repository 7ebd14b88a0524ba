using System.Runtime.InteropServices;

namespace EdgeAI.Robot.Cameras;

/// <summary>struct v4l2_buffer, 88 bytes in a process of 64 bits.</summary>
[StructLayout(LayoutKind.Explicit, Size = 88)]
public struct V4l2Buffer
{
    /// <summary>Which buffer.</summary>
    [FieldOffset(0)]
    public uint Index;

    /// <summary>enum v4l2_buf_type.</summary>
    [FieldOffset(4)]
    public uint Type;

    /// <summary>Bytes of the image.</summary>
    [FieldOffset(8)]
    public uint BytesUsed;

    /// <summary>Whether it is damaged, and what its timestamp is of.</summary>
    [FieldOffset(12)]
    public uint Flags;

    /// <summary>The timestamp's seconds.</summary>
    [FieldOffset(24)]
    public long Seconds;

    /// <summary>The timestamp's microseconds.</summary>
    [FieldOffset(32)]
    public long Microseconds;

    /// <summary>The image's number, from 0 at the start; a hole is an image that the driver lost.</summary>
    [FieldOffset(56)]
    public uint Sequence;

    /// <summary>enum v4l2_memory.</summary>
    [FieldOffset(60)]
    public uint Memory;

    /// <summary>What to map, for memory that is mapped.</summary>
    [FieldOffset(64)]
    public uint Offset;

    /// <summary>Bytes of the buffer.</summary>
    [FieldOffset(72)]
    public uint Length;
}
