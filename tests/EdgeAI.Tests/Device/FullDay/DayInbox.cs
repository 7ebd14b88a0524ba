using EdgeAI.Device.Application;
using EdgeAI.Device.Board;

namespace EdgeAI.Tests.Device.FullDay;

/// <summary>The wires from robot to board: a bounded ring that spoils a bit of some pieces.</summary>
internal sealed class DayInbox(Random random) : ILink, IByteSource
{
    private const int SpoiledOneIn = 10;

    private readonly byte[] _ring = new byte[16_384];
    private int _first;
    private int _used;

    /// <summary>Pieces that arrived with a bit other than it was sent.</summary>
    public long Spoiled { get; private set; }

    public LinkStatus Send(byte[] buffer, int offset, int count)
    {
        if (count > _ring.Length - _used)
        {
            return LinkStatus.Full;
        }

        bool spoils = random.Next(SpoiledOneIn) == 0;
        int at = spoils ? random.Next(count) : -1;
        Spoiled += spoils ? 1 : 0;
        for (int index = 0; index < count; index++)
        {
            byte value = buffer[offset + index];
            _ring[(_first + _used) % _ring.Length] = index == at ? (byte)(value ^ (1 << random.Next(8))) : value;
            _used++;
        }

        return LinkStatus.Ok;
    }

    int ILink.Receive(byte[] buffer, int offset, int capacity) => 0;

    int IByteSource.Receive(byte[] buffer, int offset, int capacity)
    {
        int count = Math.Min(capacity, _used);
        for (int index = 0; index < count; index++)
        {
            buffer[offset + index] = _ring[_first];
            _first = (_first + 1) % _ring.Length;
        }

        _used -= count;
        return count;
    }

    /// <summary>The board died: what it had not read is gone.</summary>
    public void Clear() => _used = 0;
}
