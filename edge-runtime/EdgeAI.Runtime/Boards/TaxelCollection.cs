using EdgeAI.Device.Messages;

namespace EdgeAI.Runtime.Boards;

/// <summary>Collects the taxels of one stream, which may come in several frames and in any order. Used again from telling to telling.</summary>
internal sealed class TaxelCollection
{
    /// <summary>The most taxels of one stream (WIRE.md, "Limits").</summary>
    private const int MaxTaxels = 512;

    private readonly bool[] _has = new bool[MaxTaxels];
    private short[] _places = [];
    private short[] _normals = [];
    private int _total;
    private int _count;

    public bool IsEmpty => _count == 0;

    public bool IsComplete => _total > 0 && _count == _total;

    public void Clear()
    {
        _total = 0;
        _count = 0;
        Array.Clear(_has);
    }

    /// <summary>Takes some taxels; false, and nothing changed, if the total is another than before or one of them was told already.</summary>
    public bool TryAdd(TaxelLayout layout)
    {
        Span<bool> has = _has.AsSpan(layout.First, layout.Count);
        if ((_total != 0 && layout.Total != _total) || has.Contains(true))
        {
            return false;
        }

        if (_places.Length < 3 * layout.Total)
        {
            _places = new short[3 * layout.Total];
            _normals = new short[3 * layout.Total];
        }

        _total = layout.Total;
        _count += layout.Count;
        has.Fill(true);
        layout.Places.AsSpan(0, 3 * layout.Count).CopyTo(_places.AsSpan(3 * layout.First));
        layout.Normals.AsSpan(0, 3 * layout.Count).CopyTo(_normals.AsSpan(3 * layout.First));
        return true;
    }

    public TaxelPlaces ToPlaces(byte stream) => new(stream, _places[..(3 * _total)], _normals[..(3 * _total)]);
}
