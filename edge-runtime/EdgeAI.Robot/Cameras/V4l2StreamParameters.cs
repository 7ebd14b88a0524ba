using System.Runtime.InteropServices;

namespace EdgeAI.Robot.Cameras;

/// <summary>struct v4l2_streamparm with its v4l2_captureparm, 204 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 204)]
public struct V4l2StreamParameters
{
    /// <summary>enum v4l2_buf_type.</summary>
    [FieldOffset(0)]
    public uint Type;

    /// <summary>What of it can be set.</summary>
    [FieldOffset(4)]
    public uint Capability;

    /// <summary>The time between images in seconds: its numerator.</summary>
    [FieldOffset(12)]
    public uint Numerator;

    /// <summary>Its denominator.</summary>
    [FieldOffset(16)]
    public uint Denominator;
}
