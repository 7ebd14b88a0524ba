using System.Runtime.InteropServices;

namespace EdgeAI.Robot.Cameras;

/// <summary>struct v4l2_capability, 104 bytes: driver, card, bus_info, version, capabilities, device_caps.</summary>
[StructLayout(LayoutKind.Explicit, Size = 104)]
public struct V4l2Capability
{
    /// <summary>What the whole device can do.</summary>
    [FieldOffset(84)]
    public uint Capabilities;

    /// <summary>What this node can do, where <see cref="Capabilities"/> says that it is told.</summary>
    [FieldOffset(88)]
    public uint NodeCapabilities;
}
