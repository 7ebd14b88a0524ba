using System.Runtime.InteropServices;

namespace EdgeAI.Robot.Cameras;

/// <summary>struct v4l2_requestbuffers, 20 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 20)]
public struct V4l2BufferRequest
{
    /// <summary>How many; the driver may give more or fewer.</summary>
    [FieldOffset(0)]
    public uint Count;

    /// <summary>enum v4l2_buf_type.</summary>
    [FieldOffset(4)]
    public uint Type;

    /// <summary>enum v4l2_memory.</summary>
    [FieldOffset(8)]
    public uint Memory;
}
