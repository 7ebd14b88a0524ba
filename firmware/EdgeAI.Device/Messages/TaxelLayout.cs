namespace EdgeAI.Device.Messages;

/// <summary>Where some taxels of a stream sit and where they look, in the frame of the stream. A large layout takes several.</summary>
public sealed class TaxelLayout : Message
{
    /// <summary>The most taxels of one frame (WIRE.md, "Limits").</summary>
    public const int MaxTaxels = 256;

    // 0.995 and 1.005 squared, in thousandths squared.
    private const int ShortestNormal = 990025;
    private const int LongestNormal = 1010025;
    private const int LargestComponent = 1005;

    /// <summary>Place x, y, z of each taxel in tenths of a millimetre.</summary>
    public readonly short[] Places;

    /// <summary>Outward normal x, y, z of each taxel in thousandths.</summary>
    public readonly short[] Normals;

    /// <summary>The number of the hello that this is a part of.</summary>
    public ushort HelloNumber;

    /// <summary>The stream's number, 0 to 254.</summary>
    public byte Stream;

    /// <summary>Taxels of the whole stream.</summary>
    public int Total;

    /// <summary>The first taxel described here.</summary>
    public int First;

    /// <summary>Taxels described here, 1 to <see cref="MaxTaxels"/>.</summary>
    public int Count;

    /// <summary>Makes an empty layout with room for a number of taxels.</summary>
    /// <param name="taxelCapacity">The most taxels it will hold, 1 to <see cref="MaxTaxels"/>.</param>
    public TaxelLayout(int taxelCapacity)
    {
        Places = new short[3 * taxelCapacity];
        Normals = new short[3 * taxelCapacity];
    }


    /// <inheritdoc/>
    public override MessageType Type
    {
        get { return MessageType.TaxelLayout; }
    }

    /// <inheritdoc/>
    public override void CopyFrom(Message other)
    {
        TaxelLayout source = (TaxelLayout)other;
        CopyHeaderFrom(other);
        HelloNumber = source.HelloNumber;
        Stream = source.Stream;
        Total = source.Total;
        First = source.First;
        Count = source.Count;
        System.Array.Copy(source.Places, 0, Places, 0, 3 * source.Count);
        System.Array.Copy(source.Normals, 0, Normals, 0, 3 * source.Count);
    }

    /// <summary>Whether a normal, in thousandths, is as good as one long: 0.995 to 1.005 (WIRE.md, "TaxelLayout").</summary>
    public static bool IsNormal(int x, int y, int z)
    {
        // Each component is held to the limit first: their squares then cannot overflow.
        if (!IsComponent(x) || !IsComponent(y) || !IsComponent(z))
        {
            return false;
        }

        int square = (x * x) + (y * y) + (z * z);
        return square >= ShortestNormal && square <= LongestNormal;
    }

    private static bool IsComponent(int value)
    {
        return value >= -LargestComponent && value <= LargestComponent;
    }
}
