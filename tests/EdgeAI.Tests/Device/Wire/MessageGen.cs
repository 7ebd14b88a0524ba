using CsCheck;
using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;

namespace EdgeAI.Tests.Device.Wire;

/// <summary>Every message that WIRE.md allows, edges included.</summary>
internal static class MessageGen
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
        from flags in Gen.Int[0, 3]
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
        MessageType.Classification => AnyClassification,
        MessageType.PerceptionEvent => AnyPerceptionEvent,
        _ => throw new ArgumentException($"no generator of {type}: add one"),
    });

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

    private static Classification Filled(Classification answer, ushort[] probabilities, byte[] digests)
    {
        probabilities.CopyTo(answer.Probabilities, 0);
        digests.AsSpan(0, 32).CopyTo(answer.ModelDigest);
        digests.AsSpan(32, 32).CopyTo(answer.InputDigest);
        return answer;
    }
}
