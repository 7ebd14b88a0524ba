namespace EdgeAI.Gateway.Sparkplug;

/// <summary>A stored record's frame on its way to the edge node, or word that a robot's connection ended. Its buffers are used again.</summary>
internal sealed class QueuedFrame
{
    /// <summary>Holds the robot's id, ASCII.</summary>
    public byte[] Robot { get; } = new byte[Records.Identifier.MaximumLength];

    public int RobotLength { get; set; }

    /// <summary>Whether it is no frame: the robot's last connection ended, after the frames before it.</summary>
    public bool IsDeparture { get; set; }

    /// <summary>Holds the raw frame.</summary>
    public byte[] Frame { get; private set; } = [];

    public int FrameLength { get; private set; }

    /// <summary>When the reading was true: nanoseconds since 1970-01-01T00:00:00 UTC.</summary>
    public long UtcNanoseconds { get; set; }

    /// <summary>Takes a copy of a frame.</summary>
    public void Copy(ReadOnlySpan<byte> frame)
    {
        if (Frame.Length < frame.Length)
        {
            Frame = new byte[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)frame.Length)];
        }

        frame.CopyTo(Frame);
        FrameLength = frame.Length;
    }
}
