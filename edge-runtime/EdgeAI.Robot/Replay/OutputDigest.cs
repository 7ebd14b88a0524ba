using System.Security.Cryptography;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Robot.Replay;

/// <summary>
/// Hashes every decision on its way out. Two replays of one recording with one set of models on one machine give one digest.
/// The boot number and the checksum over it are left out: they tell one run from the next, which is their purpose.
/// </summary>
internal sealed class OutputDigest(IFrameSink next) : IFrameSink, IDisposable
{
    private const int BootOffset = 6;
    private const int BootLength = 2;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Decisions hashed so far.</summary>
    public long Decisions { get; private set; }

    /// <inheritdoc/>
    public void Accept(StreamId stream, in Stamp stamp, ReadOnlySpan<byte> frame)
    {
        if (stream.Board == 0)
        {
            _hash.AppendData(frame[..BootOffset]);
            _hash.AppendData(frame[(BootOffset + BootLength)..^FrameLayout.ChecksumLength]);
            Decisions++;
        }

        next.Accept(stream, in stamp, frame);
    }

    /// <summary>The digest of everything so far, 64 hexadecimal digits.</summary>
    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}
