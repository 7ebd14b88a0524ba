namespace EdgeAI.Tests.Runtime.Mcap;

/// <summary>A file on a disk that can be full or stand still; its bytes stay after it is closed.</summary>
internal sealed class FailingStream : MemoryStream
{
    /// <summary>Set: writes go through.</summary>
    public ManualResetEventSlim Moves { get; } = new(true);

    /// <summary>Whether the disk is full: half of a write arrives, then it fails.</summary>
    public volatile bool IsFull;

    /// <summary>What a write throws that no disk throws.</summary>
    public volatile Exception? Defect;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Moves.Wait(TimeSpan.FromSeconds(30));
        if (Defect is { } defect)
        {
            throw defect;
        }

        if (IsFull)
        {
            base.Write(buffer[..(buffer.Length / 2)]);
            throw new IOException("No space left on device");
        }

        base.Write(buffer);
    }
}
