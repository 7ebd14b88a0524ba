using EdgeAI.Device.Application;
using EdgeAI.Device.Wire;

namespace EdgeAI.Tests.Device.FullDay;

/// <summary>A board's memory that allocates nothing, whose next write can be torn by a power cut.</summary>
internal sealed class DayStore : IBoardStore
{
    private const int Places = 8;
    private const int Capacity = 9000;
    private const byte Erased = 0xFF;

    private readonly byte[][] _places = [.. Enumerable.Range(0, Places).Select(static _ => new byte[Capacity])];
    private readonly int[] _counts = new int[Places];

    /// <summary>Bytes that the next write still gets onto the flash before the power is gone; negative for power that stays.</summary>
    public int CutAfter { get; set; } = -1;

    /// <summary>Whether a write was torn since this was last false: the power is gone.</summary>
    public bool IsTorn { get; set; }

    public long Torn { get; private set; }

    public int Load(int place, byte[] buffer)
    {
        _places[place].AsSpan(0, Math.Min(_counts[place], buffer.Length)).CopyTo(buffer);
        return _counts[place];
    }

    public bool Save(int place, byte[] buffer, int count)
    {
        if (IsTorn)
        {
            return false;
        }

        bool cut = CutAfter >= 0 && CutAfter < count;
        int written = cut ? CutAfter : count;
        CutAfter = -1;
        _places[place].AsSpan(0, count).Fill(Erased);
        buffer.AsSpan(0, written).CopyTo(_places[place]);
        _counts[place] = count;
        IsTorn = cut;
        Torn += cut ? 1 : 0;
        return !cut;
    }

    /// <summary>Puts a sound record into a place, so that its generation can stand anywhere.</summary>
    public void Seed(int place, uint generation, byte[] record)
    {
        byte[] bytes = _places[place];
        LittleEndian.WriteUInt32(bytes, 0, generation);
        LittleEndian.WriteUInt16(bytes, 4, (ushort)record.Length);
        record.CopyTo(bytes, 6);
        LittleEndian.WriteUInt32(bytes, 6 + record.Length, Crc32C.Compute(bytes, 0, 6 + record.Length));
        _counts[place] = 10 + record.Length;
    }
}
