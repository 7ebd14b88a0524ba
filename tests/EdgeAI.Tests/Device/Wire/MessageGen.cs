using CsCheck;
using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;

namespace EdgeAI.Tests.Device.Wire;

/// <summary>Every message that WIRE.md allows, edges included.</summary>
internal static partial class MessageGen
{
    private static readonly Gen<int> AnyInt = Gen.OneOf(Gen.Int, Gen.OneOf(0, 1, -1, int.MinValue, int.MaxValue), Gen.Int[-300, 300]);

    private static readonly Gen<short> AnyShort = Gen.OneOf(Gen.Short, Gen.OneOf((short)0, short.MinValue, short.MaxValue), Gen.Int[-255, 255].Select(static value => (short)value));

    private static readonly Gen<Scale> AnyScale =
        from mantissa in AnyInt
        from exponent in Gen.Int[-18, 18]
        from unit in Gen.OneOf(Enum.GetValues<Unit>())
        select new Scale(mantissa == 0 ? 1 : mantissa, (sbyte)exponent, unit);

    private static readonly Gen<Stamp> AnyStamp =
        from nanoseconds in Gen.OneOf(Gen.Long[0, FrameLayout.Max48 * 1000], Gen.Long[0, 10_000])
        from uncertainty in Gen.OneOf(Gen.Long[0, 5_000_000], Gen.OneOf(0L, long.MaxValue))
        select new Stamp(nanoseconds, uncertainty);

    private static readonly Gen<Message> AnyFault =
        from status in Gen.OneOf([.. Enum.GetValues<SensorStatus>().Where(static status => status is not (SensorStatus.Ok or SensorStatus.NotReady))])
        from failed in Gen.UInt[1, uint.MaxValue]
        select (Message)new Fault { Status = status, FailedReadings = failed };

    private static readonly Gen<Message> AnyImage =
        from width in Gen.Int[1, 32]
        from height in Gen.Int[1, 32]
        from samples in AnyShort.Array[width * height]
        from scale in AnyScale
        select (Message)Filled(new Image(width * height) { Width = width, Height = height, Scale = scale }, samples);

    private static readonly Gen<Message> AnyTactile =
        from taxels in Gen.OneOf(Gen.Int[1, 40], Gen.OneOf(TactileArray.MaxTaxels))
        from components in Gen.OneOf(1, 3)
        from values in AnyShort.Array[taxels * components]
        from touch in Gen.Byte.Array[(taxels + 7) / 8]
        from hasTouch in Gen.Bool
        from scale in AnyScale
        select (Message)Filled(new TactileArray(taxels, components) { TaxelCount = taxels, HasTouch = hasTouch, Scale = scale }, values, touch);

    private static readonly Gen<Message> AnyWrench =
        from forceScale in AnyScale
        from torqueScale in AnyScale
        from axes in AnyInt.Array[6]
        select (Message)Filled(new WrenchStamped { ForceScale = forceScale, TorqueScale = torqueScale }, axes);

    private static readonly Gen<Message> AnyForce =
        from raw in AnyInt
        from value in AnyInt
        from scale in AnyScale
        select (Message)new ForceStamped { RawCount = raw, Value = value, Scale = scale };

    private static readonly Gen<Message> AnyImu =
        from parts in Gen.Int[1, 7]
        from scales in AnyScale.Array[3]
        from values in AnyInt.Array[10]
        select (Message)Filled(
            new Imu { Parts = (ImuParts)parts, OrientationScale = scales[0], AngularVelocityScale = scales[1], LinearAccelerationScale = scales[2] },
            values);

    private static readonly Gen<Message> AnyRange =
        from status in Gen.OneOf(Enum.GetValues<RangeStatus>())
        from limits in AnyInt.Array[3]
        from fieldOfView in Gen.UShort
        from signal in Gen.UInt
        from scale in AnyScale
        select (Message)InOrder(new RangeMeasurement { Status = status, FieldOfViewMilliradian = fieldOfView, SignalStrength = signal, Scale = scale }, limits);

    private static readonly Gen<Message> AnyMagneticField =
        from axes in AnyInt.Array[3]
        from scale in AnyScale
        select (Message)new MagneticField { Field = { [0] = axes[0], [1] = axes[1], [2] = axes[2] }, Scale = scale };

    private static readonly Gen<Message> AnyElectricalState =
        from values in AnyInt.Array[3]
        from scales in AnyScale.Array[3]
        select (Message)new ElectricalState
        {
            Voltage = values[0],
            Current = values[1],
            Power = values[2],
            VoltageScale = scales[0],
            CurrentScale = scales[1],
            PowerScale = scales[2],
        };

    private static readonly Gen<Message> AnyRangeGrid =
        from width in Gen.Int[1, 32]
        from height in Gen.Int[1, 32]
        from ranges in AnyShort.Array[width * height]
        from statuses in Gen.OneOf(Enum.GetValues<RangeStatus>()).Array[width * height]
        from limits in AnyShort.Array[2]
        from fieldsOfView in Gen.UShort.Array[2]
        from scale in AnyScale
        select (Message)Filled(
            new RangeGrid(width * height)
            {
                Width = width,
                Height = height,
                FieldOfViewXMilliradian = fieldsOfView[0],
                FieldOfViewYMilliradian = fieldsOfView[1],
                Minimum = short.Min(limits[0], limits[1]),
                Maximum = short.Max(limits[0], limits[1]),
                Scale = scale,
            },
            ranges,
            statuses);

    private static readonly Gen<Message> AnyClassification =
        from probabilities in Gen.UShort.Array[1, Classification.MaxClasses]
        from index in Gen.Int[0, probabilities.Length - 1]
        from age in Gen.UInt
        from provider in Gen.OneOf(Enum.GetValues<ExecutionProvider>())
        from digests in Gen.Byte.Array[64]
        select (Message)Filled(
            new Classification { ClassCount = probabilities.Length, ClassIndex = index, OldestInputAgeMicroseconds = age, Provider = provider },
            probabilities,
            digests);

    private static readonly Gen<Message> AnyPerceptionEvent =
        from age in Gen.UInt
        from kind in Gen.OneOf(Enum.GetValues<PerceptionEventKind>())
        from active in Gen.Bool
        from value in AnyInt
        from scale in AnyScale
        select (Message)new PerceptionEvent { OldestInputAgeMicroseconds = age, Kind = kind, Active = active, Value = value, Scale = scale };

    public static Gen<FrameHeader> Header { get; } =
        from flags in Gen.Int[0, 31]
        from stream in Gen.Byte
        from board in Gen.UShort
        from boot in Gen.UShort
        from sequence in Gen.OneOf(Gen.Long[0, FrameLayout.Max48], Gen.Long[0, 300])
        select new FrameHeader { Flags = (FrameFlags)flags, Stream = stream, Board = board, Boot = boot, Sequence = sequence };

    public static Gen<Message> Of(MessageType type) => Stamped(type switch
    {
        MessageType.Fault => AnyFault,
        MessageType.Image => AnyImage,
        MessageType.TactileArray => AnyTactile,
        MessageType.WrenchStamped => AnyWrench,
        MessageType.ForceStamped => AnyForce,
        MessageType.Imu => AnyImu,
        MessageType.RangeMeasurement => AnyRange,
        MessageType.Temperature => AnyScalar(static () => new Temperature()),
        MessageType.FluidPressure => AnyScalar(static () => new FluidPressure()),
        MessageType.RelativeHumidity => AnyScalar(static () => new RelativeHumidity()),
        MessageType.MagneticField => AnyMagneticField,
        MessageType.ElectricalState => AnyElectricalState,
        MessageType.RangeGrid => AnyRangeGrid,
        MessageType.JointState => AnyJointState,
        MessageType.Detection2DArray => AnyDetections,
        MessageType.Classification => AnyClassification,
        MessageType.PerceptionEvent => AnyPerceptionEvent,
        _ => HousekeepingOf(type),
    });

    private static Gen<Message> AnyScalar(Func<ScalarMessage> make) =>
        from value in AnyInt
        from scale in AnyScale
        select (Message)Filled(make(), value, scale);

    private static Gen<Message> Stamped(Gen<Message> messages) => Gen.Select(messages, AnyStamp, static (message, stamp) =>
    {
        message.Stamp = stamp;
        return message;
    });

    private static Image Filled(Image image, short[] samples)
    {
        samples.CopyTo(image.Samples, 0);
        return image;
    }

    private static TactileArray Filled(TactileArray tactile, short[] values, byte[] touch)
    {
        values.CopyTo(tactile.Values, 0);
        touch.CopyTo(tactile.Touch, 0);
        return tactile;
    }

    private static WrenchStamped Filled(WrenchStamped wrench, int[] axes)
    {
        axes.AsSpan(0, 3).CopyTo(wrench.Force);
        axes.AsSpan(3, 3).CopyTo(wrench.Torque);
        return wrench;
    }

    private static ScalarMessage Filled(ScalarMessage scalar, int value, Scale scale)
    {
        scalar.Value = value;
        scalar.Scale = scale;
        return scalar;
    }

    private static Imu Filled(Imu imu, int[] values)
    {
        values.AsSpan(0, 4).CopyTo(imu.Orientation);
        values.AsSpan(4, 3).CopyTo(imu.AngularVelocity);
        values.AsSpan(7, 3).CopyTo(imu.LinearAcceleration);
        return imu;
    }

    private static RangeMeasurement InOrder(RangeMeasurement range, int[] limits)
    {
        Array.Sort(limits);
        (range.Minimum, range.Distance, range.Maximum) = (limits[0], limits[1], limits[2]);
        return range;
    }

    /// <summary>A zone outside the limits is too far: valid would contradict them.</summary>
    private static RangeGrid Filled(RangeGrid grid, short[] ranges, RangeStatus[] statuses)
    {
        for (int zone = 0; zone < ranges.Length; zone++)
        {
            bool outside = ranges[zone] < grid.Minimum || ranges[zone] > grid.Maximum;
            grid.Ranges[zone] = ranges[zone];
            grid.Statuses[zone] = (byte)(outside && statuses[zone] == RangeStatus.Valid ? RangeStatus.TooFar : statuses[zone]);
        }

        return grid;
    }

    private static Classification Filled(Classification answer, ushort[] probabilities, byte[] digests)
    {
        probabilities.CopyTo(answer.Probabilities, 0);
        digests.AsSpan(0, 32).CopyTo(answer.ModelDigest);
        digests.AsSpan(32, 32).CopyTo(answer.InputDigest);
        return answer;
    }
}
