using EdgeAI.Device.Wire;

namespace EdgeAI.Device.Application;

/// <summary>What is compiled into a firmware.</summary>
public sealed class BoardImage
{
    /// <summary>Makes an image.</summary>
    /// <param name="configuration">The configuration's bytes (CONFIGURATION.md), generated from the board's profile.</param>
    /// <param name="firmwareVersion">Printable ASCII, at most 32 characters.</param>
    /// <param name="flags">Set in every frame: <see cref="FrameFlags.Simulated"/> where the world is.</param>
    public BoardImage(byte[] configuration, string firmwareVersion, FrameFlags flags)
    {
        Configuration = configuration;
        FirmwareVersion = firmwareVersion;
        Flags = flags;
    }

    /// <summary>The configuration's bytes.</summary>
    public byte[] Configuration { get; }

    /// <summary>The firmware's version.</summary>
    public string FirmwareVersion { get; }

    /// <summary>Set in every frame.</summary>
    public FrameFlags Flags { get; }
}
