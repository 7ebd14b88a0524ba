namespace EdgeAI.Runtime.Boards;

/// <summary>Where all taxels of one stream sit and where they look, in the frame of the stream, as the board tells it.</summary>
/// <param name="stream">The stream's number on its board.</param>
/// <param name="places">Place x, y, z of each taxel in tenths of a millimetre.</param>
/// <param name="normals">Outward normal x, y, z of each taxel in thousandths.</param>
public sealed class TaxelPlaces(byte stream, short[] places, short[] normals)
{
    /// <summary>The stream's number on its board.</summary>
    public byte Stream { get; } = stream;

    /// <summary>Place x, y, z of each taxel in tenths of a millimetre.</summary>
    public IReadOnlyList<short> Places { get; } = places;

    /// <summary>Outward normal x, y, z of each taxel in thousandths.</summary>
    public IReadOnlyList<short> Normals { get; } = normals;

    /// <summary>How many taxels there are.</summary>
    public int Count => Places.Count / 3;
}
