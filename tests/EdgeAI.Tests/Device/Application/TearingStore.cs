using EdgeAI.Device.Application;

namespace EdgeAI.Tests.Device.Application;

/// <summary>A board's memory whose writes can fail, or be cut off by a power cut at any byte.</summary>
internal sealed class TearingStore : IBoardStore
{
    private readonly Dictionary<int, byte[]> _places = [];

    /// <summary>Bytes that the next writes still get onto the flash; then the power is gone until it is set again.</summary>
    public int BytesUntilPowerCut { get; set; } = int.MaxValue;

    /// <summary>Whether writes are refused.</summary>
    public bool IsBroken { get; set; }

    public int Saves { get; private set; }

    public int Load(int place, byte[] buffer)
    {
        if (!_places.TryGetValue(place, out byte[]? held))
        {
            return 0;
        }

        held.AsSpan(0, Math.Min(held.Length, buffer.Length)).CopyTo(buffer);
        return held.Length;
    }

    public bool Save(int place, byte[] buffer, int count)
    {
        if (IsBroken)
        {
            return false;
        }

        Saves++;
        int written = Math.Min(count, BytesUntilPowerCut);
        BytesUntilPowerCut -= BytesUntilPowerCut == int.MaxValue ? 0 : written;
        byte[] after = [.. Enumerable.Repeat((byte)0xFF, count)];
        buffer.AsSpan(0, written).CopyTo(after);
        _places[place] = after;
        return written == count;
    }

    /// <summary>Flips a bit of what a place holds.</summary>
    public void Damage(int place, int bit) => _places[place][bit / 8] ^= (byte)(1 << (bit % 8));
}
