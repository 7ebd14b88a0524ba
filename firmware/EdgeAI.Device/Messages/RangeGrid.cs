namespace EdgeAI.Device.Messages;

/// <summary>
/// A grid of distances, row-major from the top left as the sensor sees it, each with what the sensor thinks of it: a distance never
/// travels without its status.
/// </summary>
public sealed class RangeGrid : Message
{
    /// <summary>The most zones that one message can hold (WIRE.md, "Limits").</summary>
    public const int MaxZones = 1024;

    /// <summary>Raw distance per zone, <see cref="Width"/> * <see cref="Height"/> of them; between the limits where its status is valid.</summary>
    public readonly short[] Ranges;

    /// <summary>A <see cref="RangeStatus"/> per zone, <see cref="Width"/> * <see cref="Height"/> of them.</summary>
    public readonly byte[] Statuses;

    /// <summary>Columns.</summary>
    public int Width;

    /// <summary>Rows.</summary>
    public int Height;

    /// <summary>The full horizontal angle of all columns in milliradian; 0 when not stated.</summary>
    public ushort FieldOfViewXMilliradian;

    /// <summary>The full vertical angle of all rows in milliradian; 0 when not stated.</summary>
    public ushort FieldOfViewYMilliradian;

    /// <summary>The nearest raw distance that the sensor can tell.</summary>
    public short Minimum;

    /// <summary>The farthest raw distance that the sensor can tell, not below <see cref="Minimum"/>.</summary>
    public short Maximum;

    /// <summary>What one raw step of distance is worth.</summary>
    public Scale Scale = new Scale(1, -3, Unit.Metre);

    /// <summary>Makes an empty grid with room for a number of zones.</summary>
    /// <param name="zoneCapacity">The most zones it will hold, 1 to <see cref="MaxZones"/>.</param>
    public RangeGrid(int zoneCapacity)
    {
        Ranges = new short[zoneCapacity];
        Statuses = new byte[zoneCapacity];
    }

    /// <inheritdoc/>
    public override MessageType Type
    {
        get { return MessageType.RangeGrid; }
    }

    /// <inheritdoc/>
    public override void CopyFrom(Message other)
    {
        RangeGrid source = (RangeGrid)other;
        CopyHeaderFrom(other);
        Width = source.Width;
        Height = source.Height;
        FieldOfViewXMilliradian = source.FieldOfViewXMilliradian;
        FieldOfViewYMilliradian = source.FieldOfViewYMilliradian;
        Minimum = source.Minimum;
        Maximum = source.Maximum;
        Scale = source.Scale;
        int zones = source.Width * source.Height;
        System.Array.Copy(source.Ranges, 0, Ranges, 0, zones);
        System.Array.Copy(source.Statuses, 0, Statuses, 0, zones);
    }
}
