using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;

namespace EdgeAI.Tests.Device.Wire;

/// <summary>Damages what a link carries, with fixed seeds, and holds the receiver to WIRE.md, "After corruption".</summary>
public sealed class FrameReceiverFuzzTests
{
    private const int FramesPerRun = 5;

    private readonly List<byte[]> _raw = [];
    private readonly List<byte[]> _link = [];
    private readonly FrameReceiver _receiver = new();
    private readonly bool[] _arrived = new bool[FramesPerRun];
    private int _first;

    public FrameReceiverFuzzTests()
    {
        Random random = new(20261123);
        byte[] buffer = new byte[FrameLayout.MaxLinkLength];
        for (int sequence = 0; sequence < 300; sequence++)
        {
            Message message = AnyMessage(random);
            message.Stamp = new Stamp(random.NextInt64(1_000_000_000_000), random.Next(1_000_000));
            FrameHeader header = new() { Board = 1, Boot = 9, Stream = (byte)random.Next(4), Sequence = sequence };
            _raw.Add(buffer[..FrameEncoder.Encode(header, message, buffer, 0, buffer.Length)]);
            _link.Add(buffer[..FrameEncoder.EncodeForLink(header, message, buffer, 0, buffer.Length)]);
        }
    }

    /// <summary>One damage per run: every frame but the damaged ones, and one neighbour where a delimiter was hit, arrives.</summary>
    [Fact]
    public void TryReceive_OneDamage_LosesAtMostTheDamagedFramesAndANeighbourAndCountsThem()
    {
        Random random = new(1);
        long lostRuns = 0;
        for (int run = 0; run < 200_000; run++)
        {
            byte[] stream = NextStream(random, out int[] ends);
            (byte[] damaged, int from, int to, bool mayVanish) = Damage(random, stream);
            long rejectedBefore = _receiver.Rejected;

            Feed(random, damaged);

            int hit = FrameAt(ends, from);
            int last = to > from ? FrameAt(ends, to - 1) : hit;
            bool delimiterHit = to > from && to >= ends[last];
            int lastAllowed = delimiterHit ? last + 1 : last;
            bool lost = false;
            for (int frame = 0; frame < FramesPerRun; frame++)
            {
                if (!_arrived[frame])
                {
                    lost = true;
                    Assert.True(frame >= hit && frame <= lastAllowed, $"run {run}: frame {frame} is lost, damage hit {hit} to {last} (bytes {from} to {to})");
                }
            }

            if (lost)
            {
                lostRuns++;
                Assert.True(mayVanish || _receiver.Rejected > rejectedBefore, $"run {run}: a frame is lost and nothing was rejected");
            }
        }

        Assert.InRange(lostRuns, 100_000, 200_000);
    }

    /// <summary>Many damages at once, whole foreign frames and noise among them: nothing is ever accepted that was not sent.</summary>
    [Fact]
    public void TryReceive_ManyDamages_AcceptsOnlyWhatWasSentAndAccountsForEveryByte()
    {
        Random random = new(2);
        for (int run = 0; run < 50_000; run++)
        {
            byte[] stream = NextStream(random, out _);
            for (int damage = random.Next(2, 7); damage > 0 && stream.Length > 0; damage--)
            {
                (stream, _, _, _) = Damage(random, stream);
            }

            Feed(random, stream);
        }

        Assert.True(_receiver.Accepted > 0);
        Assert.True(_receiver.RejectionsOf(FrameStatus.BadCrc) > 0);
        Assert.True(_receiver.RejectionsOf(FrameStatus.BadCobs) > 0);
        Assert.True(_receiver.RejectionsOf(FrameStatus.TooShort) > 0);
    }

    [Fact]
    public void TryReceive_Noise_AcceptsNothing()
    {
        Random random = new(3);
        byte[] noise = new byte[4_000_000];
        random.NextBytes(noise);

        Feed(random, noise);

        Assert.Equal(0, _receiver.Accepted);
        Assert.True(_receiver.Rejected > 10_000);
    }

    private static Message AnyMessage(Random random)
    {
        switch (random.Next(4))
        {
            case 0:
                return new ForceStamped { RawCount = random.Next(), Value = random.Next(-500, 500) };
            case 1:
                int taxels = random.Next(1, 90);
                TactileArray tactile = new(taxels, 1) { TaxelCount = taxels, HasTouch = random.Next(2) == 0 };
                random.NextBytes(tactile.Touch);
                for (int taxel = 0; taxel < taxels; taxel++)
                {
                    tactile.Values[taxel] = (short)random.Next(-300, 4000);
                }

                return tactile;
            case 2:
                return new WrenchStamped { Force = { [0] = random.Next(), [2] = random.Next(-9, 9) }, Torque = { [1] = random.Next() } };
            default:
                Classification answer = new() { ClassCount = random.Next(1, 6) };
                random.NextBytes(answer.ModelDigest);
                random.NextBytes(answer.InputDigest);
                return answer;
        }
    }

    /// <summary>The frame that holds a byte; past the last one the last.</summary>
    private static int FrameAt(int[] ends, int position)
    {
        int frame = 0;
        while (frame < ends.Length - 1 && position >= ends[frame])
        {
            frame++;
        }

        return frame;
    }

    /// <summary>
    /// Bit flips, truncation, duplication, splice, garbage. The bytes from..to of the stream are those that were touched. A cut can take
    /// exactly a frame's worth of bytes, and then nothing is left to reject: that loss shows in the sequence alone.
    /// </summary>
    private (byte[] Damaged, int From, int To, bool MayVanish) Damage(Random random, byte[] stream)
    {
        int at = random.Next(stream.Length);
        int end = Math.Min(stream.Length, at + 1 + random.Next(random.Next(3) == 0 ? 200 : 4));
        switch (random.Next(6))
        {
            case 0:
                byte[] flipped = [.. stream];
                flipped[at] ^= (byte)(1 << random.Next(8));
                return (flipped, at, at + 1, false);
            case 1:
                return ([.. stream[..at], .. stream[end..]], at, end, true);
            case 2:
                return ([.. stream[..end], .. stream[at..end], .. stream[end..]], end, end, false);
            case 3:
                byte[] garbage = new byte[random.Next(1, 40)];
                random.NextBytes(garbage);
                return ([.. stream[..at], .. garbage, .. stream[at..]], at, at, false);
            case 4:
                byte[] overwritten = [.. stream];
                random.NextBytes(overwritten.AsSpan(at, end - at));
                return (overwritten, at, end, false);
            default:
                byte[] other = _link[random.Next(_link.Count)];
                int piece = random.Next(other.Length);
                return ([.. stream[..at], .. other[piece..], .. stream[end..]], at, end, true);
        }
    }

    private byte[] NextStream(Random random, out int[] ends)
    {
        _first = random.Next(_link.Count - FramesPerRun);
        ends = new int[FramesPerRun];
        Array.Clear(_arrived);
        List<byte> stream = [];
        for (int frame = 0; frame < FramesPerRun; frame++)
        {
            stream.AddRange(_link[_first + frame]);
            ends[frame] = stream.Count;
        }

        return [.. stream];
    }

    /// <summary>Feeds the stream in random chunks and a last delimiter; checks each accepted frame against what was sent, bit by bit.</summary>
    private void Feed(Random random, byte[] stream)
    {
        long receivedBefore = _receiver.BytesReceived;
        byte[] fed = [.. stream, FrameLayout.Delimiter];
        for (int start = 0; start < fed.Length;)
        {
            int end = Math.Min(fed.Length, start + 1 + random.Next(random.Next(8) == 0 ? 3 : 5000));
            int position = start;
            while (_receiver.TryReceive(fed, ref position, end))
            {
                long sequence = _receiver.Header.Sequence;
                Assert.True(sequence < _raw.Count && _receiver.Frame.AsSpan(0, _receiver.FrameLength).SequenceEqual(_raw[(int)sequence]), "a frame was accepted that was not sent");
                if (sequence >= _first && sequence < _first + FramesPerRun)
                {
                    _arrived[sequence - _first] = true;
                }
            }

            start = end;
        }

        Assert.Equal(fed.Length, _receiver.BytesReceived - receivedBefore);
        Assert.Equal(0, _receiver.BytesPending);
        Assert.Equal(_receiver.BytesReceived, _receiver.BytesAccepted + _receiver.BytesDiscarded + _receiver.BytesIdle);
    }
}
