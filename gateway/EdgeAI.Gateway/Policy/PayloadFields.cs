using System.Buffers.Binary;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;

namespace EdgeAI.Gateway.Policy;

/// <summary>
/// Where the numbers of a reading stand in its frame (firmware/WIRE.md, "Payloads"), so that a policy can compare and fold readings
/// without making messages of them. Pure and bounded: a payload whose lengths, counts or scales do not fit has no fields.
/// </summary>
internal static class PayloadFields
{
    /// <summary>The most fields of one reading.</summary>
    public const int Maximum = 4;

    private const int At = FrameLayout.HeaderLength;
    private const int ScaleLength = 6;
    private const int LargestExponent = 18;

    /// <summary>The names of the numbers that a message has, at the places that <see cref="PayloadField.Number"/> gives.</summary>
    public static IReadOnlyList<string> NamesOf(MessageType type) => type switch
    {
        MessageType.Image => ["samples"],
        MessageType.TactileArray => ["values"],
        MessageType.WrenchStamped => ["force", "torque"],
        MessageType.ForceStamped => ["value", "rawCount"],
        MessageType.Imu => ["orientation", "angularVelocity", "linearAcceleration"],
        MessageType.RangeMeasurement => ["range"],
        MessageType.Temperature or MessageType.FluidPressure or MessageType.RelativeHumidity => ["value"],
        MessageType.MagneticField => ["field"],
        MessageType.ElectricalState => ["voltage", "current", "power"],
        MessageType.RangeGrid => ["ranges"],
        MessageType.JointState => ["position", "velocity", "effort"],
        _ => [],
    };

    /// <summary>Finds the fields of a frame that <see cref="FrameBytes.IsSound"/>, lowest offset first.</summary>
    /// <param name="frame">The raw frame.</param>
    /// <param name="fields">Takes them; room for <see cref="Maximum"/>.</param>
    /// <returns>How many there are; 0 where it is no reading, or no sound one.</returns>
    public static int Read(ReadOnlySpan<byte> frame, Span<PayloadField> fields)
    {
        int length = frame.Length - FrameLayout.MinFrameLength;
        int count = FrameBytes.TypeOf(frame) switch
        {
            MessageType.Image => Image(frame, length, fields),
            MessageType.TactileArray => Tactile(frame, length, fields),
            MessageType.WrenchStamped when length == 36 => Two(fields, new(0, At + 12, 3, 4, At), new(1, At + 24, 3, 4, At + ScaleLength)),
            MessageType.ForceStamped when length == 14 => Two(fields, new(1, At, 1, 4, -1), new(0, At + 4, 1, 4, At + 8)),
            MessageType.Imu when length >= 1 => Parts(frame, length, fields, 1, [4, 3, 3]),
            MessageType.RangeMeasurement when length == 25 => Two(fields, new(-1, At + 3, 1, 4, -1, Folds: false), new(0, At + 13, 1, 4, At + 7)),
            MessageType.Temperature or MessageType.FluidPressure or MessageType.RelativeHumidity when length == 4 + ScaleLength => One(fields, new(0, At, 1, 4, At + 4)),
            MessageType.MagneticField when length == ScaleLength + 12 => One(fields, new(0, At + ScaleLength, 3, 4, At)),
            MessageType.ElectricalState when length == 3 * (ScaleLength + 4) => Three(fields),
            MessageType.RangeGrid => Grid(frame, length, fields),
            MessageType.JointState when length >= 2 && frame[At + 1] is >= 1 and <= JointState.MaxJoints => Parts(frame, length, fields, 2, [frame[At + 1], frame[At + 1], frame[At + 1]]),
            _ => 0,
        };
        for (int index = 0; index < count; index++)
        {
            if (fields[index].ScaleOffset >= 0 && !IsScale(frame[fields[index].ScaleOffset..]))
            {
                return 0;
            }
        }

        return count;
    }

    /// <summary>Reads one number.</summary>
    public static int ValueAt(ReadOnlySpan<byte> frame, in PayloadField field, int index) => field.Width == sizeof(short)
        ? BinaryPrimitives.ReadInt16LittleEndian(frame[(field.Offset + (sizeof(short) * index))..])
        : BinaryPrimitives.ReadInt32LittleEndian(frame[(field.Offset + (sizeof(int) * index))..]);

    /// <summary>Writes one number, which the field's width holds.</summary>
    public static void Put(Span<byte> frame, in PayloadField field, int index, int value)
    {
        if (field.Width == sizeof(short))
        {
            BinaryPrimitives.WriteInt16LittleEndian(frame[(field.Offset + (sizeof(short) * index))..], (short)value);
        }
        else
        {
            BinaryPrimitives.WriteInt32LittleEndian(frame[(field.Offset + (sizeof(int) * index))..], value);
        }
    }

    /// <summary>Whether two frames say the same but for their numbers, sequence and time: one has the fields of the other.</summary>
    public static bool SameShape(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> other, ReadOnlySpan<PayloadField> fields)
    {
        if (frame.Length != other.Length || !frame[..FrameBytes.ShapeLength].SequenceEqual(other[..FrameBytes.ShapeLength]))
        {
            return false;
        }

        int from = At;
        foreach (ref readonly PayloadField field in fields)
        {
            if (!frame[from..field.Offset].SequenceEqual(other[from..field.Offset]))
            {
                return false;
            }

            from = field.End;
        }

        return frame[from..^FrameLayout.ChecksumLength].SequenceEqual(other[from..^FrameLayout.ChecksumLength]);
    }

    private static int Image(ReadOnlySpan<byte> frame, int length, Span<PayloadField> fields)
    {
        int samples = length < 10 ? 0 : Cells(frame, Device.Messages.Image.MaxSamples);
        return samples > 0 && length == 10 + (2 * samples) ? One(fields, new(0, At + 10, samples, 2, At + 4)) : 0;
    }

    private static int Grid(ReadOnlySpan<byte> frame, int length, Span<PayloadField> fields)
    {
        int zones = length < 18 ? 0 : Cells(frame, RangeGrid.MaxZones);
        return zones > 0 && length == 18 + (3 * zones) ? One(fields, new(0, At + 18, zones, 2, At + 8)) : 0;
    }

    private static int Tactile(ReadOnlySpan<byte> frame, int length, Span<PayloadField> fields)
    {
        if (length < 10)
        {
            return 0;
        }

        int taxels = BinaryPrimitives.ReadUInt16LittleEndian(frame[At..]);
        int components = frame[At + 2];
        int touch = frame[At + 3] == 0 ? 0 : (taxels + 7) / 8;
        bool fits = taxels is >= 1 and <= TactileArray.MaxTaxels && components is 1 or 3 && frame[At + 3] <= 1 && length == 10 + (2 * taxels * components) + touch;
        return fits ? One(fields, new(0, At + 10, taxels * components, 2, At + 4)) : 0;
    }

    // Parts that a first byte names, each a scale and as many numbers as its counts say (Imu, JointState).
    private static int Parts(ReadOnlySpan<byte> frame, int length, Span<PayloadField> fields, int fixedLength, ReadOnlySpan<int> counts)
    {
        int parts = frame[At];
        if (parts is 0 or > 7)
        {
            return 0;
        }

        int count = 0;
        int at = At + fixedLength;
        bool isImu = FrameBytes.TypeOf(frame) == MessageType.Imu;
        for (int part = 0; part < counts.Length; part++)
        {
            if ((parts & (1 << part)) != 0)
            {
                // The mean of two unit quaternions is none.
                fields[count] = new PayloadField(part, at + ScaleLength, counts[part], 4, at, Folds: !isImu || part > 0);
                at = fields[count++].End;
            }
        }

        return at == At + length ? count : 0;
    }

    private static int Cells(ReadOnlySpan<byte> frame, int limit)
    {
        int width = BinaryPrimitives.ReadUInt16LittleEndian(frame[At..]);
        int height = BinaryPrimitives.ReadUInt16LittleEndian(frame[(At + 2)..]);
        return width * height <= limit && width <= limit && height <= limit ? width * height : 0;
    }

    private static int One(Span<PayloadField> fields, in PayloadField field)
    {
        fields[0] = field;
        return 1;
    }

    private static int Two(Span<PayloadField> fields, in PayloadField first, in PayloadField second)
    {
        fields[0] = first;
        fields[1] = second;
        return 2;
    }

    private static int Three(Span<PayloadField> fields)
    {
        for (int index = 0; index < 3; index++)
        {
            int scaleAt = At + (index * (ScaleLength + 4));
            fields[index] = new PayloadField(index, scaleAt + ScaleLength, 1, 4, scaleAt);
        }

        return 3;
    }

    private static bool IsScale(ReadOnlySpan<byte> scale)
        => BinaryPrimitives.ReadInt32LittleEndian(scale) != 0 && Math.Abs((int)(sbyte)scale[4]) <= LargestExponent && scale[5] <= (byte)Unit.Tesla;
}
