using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;

namespace EdgeAI.Tests.Device.Wire;

public sealed class FrameReceiverTests
{
    private readonly FrameReceiver _receiver = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(10_000)]
    public void TryReceive_AnyChunking_FindsEveryFrameInOrder(int chunk)
    {
        byte[] stream = [0, .. LinkForm(0), .. LinkForm(1), 0, 0, .. LinkForm(2)];
        List<long> found = [];

        for (int start = 0; start < stream.Length; start += chunk)
        {
            int position = start;
            int end = Math.Min(start + chunk, stream.Length);
            while (_receiver.TryReceive(stream, ref position, end))
            {
                found.Add(_receiver.Header.Sequence);
            }

            Assert.Equal(end, position);
        }

        Assert.Equal([0, 1, 2], found);
        Assert.Equal(3, _receiver.Accepted);
        Assert.Equal(0, _receiver.Rejected);
        Assert.Equal(3, _receiver.BytesIdle);
        Assert.Equal(stream.Length - 3, _receiver.BytesAccepted);
    }

    [Fact]
    public void TryReceive_JoinsInTheMiddleOfAFrame_RejectsThePieceAndGoesOn()
    {
        byte[] stream = [.. LinkForm(0)[10..], .. LinkForm(1)];

        Assert.Equal([1], Receive(stream));
        Assert.Equal(1, _receiver.Rejected);
        Assert.Equal(LinkForm(0).Length - 10, _receiver.BytesDiscarded);
    }

    [Fact]
    public void TryReceive_DelimiterLost_CostsTheFrameAndItsNeighbourOnly()
    {
        byte[] stream = [.. LinkForm(0), .. LinkForm(1)[..^1], .. LinkForm(2), .. LinkForm(3)];

        Assert.Equal([0, 3], Receive(stream));
        Assert.Equal(1, _receiver.Rejected);
        Assert.Equal(LinkForm(1).Length - 1 + LinkForm(2).Length, _receiver.BytesDiscarded);
    }

    [Fact]
    public void TryReceive_DelimiterMadeUp_CostsThatFrameOnlyAndCountsBothPieces()
    {
        byte[] damaged = LinkForm(1);
        damaged[20] = 0;

        Assert.Equal([0, 2], Receive([.. LinkForm(0), .. damaged, .. LinkForm(2)]));
        Assert.Equal(2, _receiver.Rejected);
        Assert.Equal(damaged.Length, _receiver.BytesDiscarded);
    }

    [Fact]
    public void TryReceive_NoDelimiterForLong_CountsOneTooLongAndKeepsNothing()
    {
        byte[] noise = new byte[1_000_000];
        Array.Fill(noise, (byte)0x55);

        Assert.Empty(Receive(noise));
        Assert.Equal(noise.Length, _receiver.BytesPending);
        Assert.Equal([5], Receive([0, .. LinkForm(5)]));
        Assert.Equal(1, _receiver.RejectionsOf(FrameStatus.TooLong));
        Assert.Equal(noise.Length + 1, _receiver.BytesDiscarded);
    }

    [Fact]
    public void TryReceive_OneByteMoreThanTheLongestForm_IsTooLong()
    {
        byte[] piece = new byte[FrameLayout.MaxLinkLength + 1];
        Array.Fill(piece, (byte)1);
        piece[^1] = 0;

        Assert.Empty(Receive(piece[1..]));
        Assert.Equal(0, _receiver.RejectionsOf(FrameStatus.BadCobs));
        Assert.Equal(1, _receiver.RejectionsOf(FrameStatus.TooLong));
        long whole = _receiver.BytesDiscarded;
        Assert.Empty(Receive(piece));
        Assert.Equal(2, _receiver.RejectionsOf(FrameStatus.TooLong));
        Assert.Equal(whole + piece.Length, _receiver.BytesDiscarded);
    }

    [Fact]
    public void TryReceive_NotCobs_IsCountedSo()
    {
        Assert.Equal([1], Receive([0x20, 0x11, 0, .. LinkForm(1)]));
        Assert.Equal(1, _receiver.RejectionsOf(FrameStatus.BadCobs));
    }

    [Fact]
    public void Decode_PayloadThatDoesNotFit_IsCountedByItsName()
    {
        byte[] stream = LinkForm(0);
        int position = 0;
        Assert.True(_receiver.TryReceive(stream, ref position, stream.Length));

        Assert.Equal(FrameStatus.DoesNotFit, _receiver.Decode(new TactileArray(2, 1)));
        Assert.Equal(1, _receiver.RejectionsOf(FrameStatus.DoesNotFit));
        Assert.Equal(FrameStatus.Ok, _receiver.Decode(new TactileArray(3, 1)));
    }

    [Fact]
    public void Reset_PieceBegan_IsDiscardedAndCounted()
    {
        Assert.Empty(Receive(LinkForm(0)[..12]));

        _receiver.Reset();

        Assert.Equal([1], Receive(LinkForm(1)));
        Assert.Equal(12, _receiver.BytesDiscarded);
        Assert.Equal(1, _receiver.Rejected);
    }

    [Fact]
    public void TryReceive_PlaceOutsideTheArray_Throws()
    {
        int position = 3;

        Assert.Throws<ArgumentException>(() => _receiver.TryReceive(new byte[4], ref position, 5));
        Assert.Throws<ArgumentException>(() => _receiver.TryReceive(new byte[4], ref position, 2));
    }

    private static byte[] LinkForm(long sequence)
    {
        TactileArray tactile = new(3, 1) { TaxelCount = 3, Stamp = new Stamp(sequence * 1_000_000, 5_000) };
        tactile.Values[0] = (short)(sequence + 1);
        FrameHeader header = new() { Board = 1, Boot = 2, Stream = 3, Sequence = sequence };
        byte[] buffer = new byte[FrameEncoder.MaxLinkLength(tactile)];
        return buffer[..FrameEncoder.EncodeForLink(header, tactile, buffer, 0, buffer.Length)];
    }

    private List<long> Receive(byte[] stream)
    {
        List<long> found = [];
        int position = 0;
        while (_receiver.TryReceive(stream, ref position, stream.Length))
        {
            found.Add(_receiver.Header.Sequence);
        }

        Assert.Equal(_receiver.BytesReceived, _receiver.BytesAccepted + _receiver.BytesDiscarded + _receiver.BytesIdle + _receiver.BytesPending);
        return found;
    }
}
