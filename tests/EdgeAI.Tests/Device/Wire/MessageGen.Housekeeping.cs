using CsCheck;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;

namespace EdgeAI.Tests.Device.Wire;

/// <summary>What boards and robots say to each other beside readings.</summary>
internal static partial class MessageGen
{
    private static readonly Gen<long> AnyInstant = Gen.OneOf(Gen.Long[0, FrameLayout.Max48 * 1000], Gen.Long[0, 10_000], Gen.Const(FrameLayout.Max48 * 1000));

    private static readonly Gen<byte[]> AnyDigest = Gen.Byte.Array[32];

    private static readonly Gen<byte> AnyStream = Gen.Int[0, 254].Select(static stream => (byte)stream);

    private static readonly Gen<uint> AnyDate =
        from year in Gen.UInt[2000, 9999]
        from month in Gen.UInt[1, 12]
        from day in Gen.UInt[1, 31]
        from never in Gen.Bool
        select never ? 0 : (year * 10_000) + (month * 100) + day;

    private static readonly Gen<Message> AnyHello =
        from numbers in Gen.UShort
        from streams in Gen.Int[0, Hello.MaxStreams]
        from receiveLimit in Gen.Int[FrameLayout.MinFrameLength, FrameLayout.MaxFrameLength]
        from remembered in Gen.Int[1, 255]
        from hash in AnyDigest
        from texts in Gen.Select(AnyText(Hello.MaxText), AnyText(Hello.MaxText), AnyText(Hello.MaxText))
        select (Message)Filled(
            new Hello { HelloNumber = numbers, StreamCount = streams, ReceiveLimit = receiveLimit, CommandsRemembered = remembered },
            hash,
            texts);

    private static readonly Gen<Message> AnyLogRecord =
        from level in Gen.OneOf(Enum.GetValues<LogLevel>())
        from code in Gen.UShort
        from text in AnyText(LogRecord.MaxText)
        select (Message)Filled(new LogRecord { Level = level, Code = code }, text);

    private static readonly Gen<Message> AnyTimeRequest =
        from target in Gen.UShort
        from exchange in Gen.UInt
        from sent in AnyInstant
        select (Message)new TimeRequest { TargetBoard = target, Exchange = exchange, RobotSent = sent };

    private static readonly Gen<Message> AnyTimeResponse =
        from boot in Gen.UShort
        from exchange in Gen.UInt
        from instants in AnyInstant.Array[3]
        select (Message)new TimeResponse
        {
            RobotBoot = boot,
            Exchange = exchange,
            RobotSent = instants[0],
            BoardReceived = long.Min(instants[1], instants[2]),
            BoardSent = long.Max(instants[1], instants[2]),
        };

    private static readonly Gen<Message> AnyStreamDescription =
        from hello in Gen.UShort
        from index in Gen.Int[0, Hello.MaxStreams - 1]
        from stream in AnyStream
        from type in Gen.OneOf([.. Enum.GetValues<MessageType>().Where(static type => type is >= MessageType.Image and < MessageType.Command)])
        from period in Gen.UInt[1, uint.MaxValue]
        from scale in AnyScale
        from limits in AnyInt.Array[2]
        from uncertainty in Gen.UInt
        from elements in Gen.Int[1, StreamDescription.MaxElements]
        from components in Gen.OneOf(1, 3)
        from date in AnyDate
        from hash in AnyDigest
        from names in Gen.Select(AnyText(StreamDescription.MaxSensorName), AnyText(StreamDescription.MaxFrameName))
        select (Message)Filled(
            new StreamDescription
            {
                HelloNumber = hello,
                StreamIndex = index,
                Stream = stream,
                ReadingType = type,
                PeriodMicroseconds = period,
                Scale = scale,
                Minimum = int.Min(limits[0], limits[1]),
                Maximum = int.Max(limits[0], limits[1]),
                Uncertainty = uncertainty,
                Elements = elements,
                Components = components,
                CalibrationDate = date,
            },
            hash,
            names);

    private static readonly Gen<Message> AnyTaxelLayout =
        from hello in Gen.UShort
        from stream in AnyStream
        from count in Gen.OneOf(Gen.Int[1, 20], Gen.Const(TaxelLayout.MaxTaxels))
        from first in Gen.Int[0, TactileArray.MaxTaxels - count]
        from total in Gen.Int[first + count, TactileArray.MaxTaxels]
        from places in AnyShort.Array[3 * count]
        from angles in Gen.Double[-Math.PI, Math.PI].Array[2 * count]
        select (Message)Filled(new TaxelLayout(count) { HelloNumber = hello, Stream = stream, Total = total, First = first, Count = count }, places, angles);

    private static readonly Gen<Message> AnyCommand =
        from target in Gen.Int[0, 65_534]
        from boot in Gen.UShort
        from number in Gen.UInt
        from code in Gen.OneOf(Enum.GetValues<CommandCode>())
        from stream in AnyStream
        from milliseconds in Gen.Int[1, 65_535]
        from period in Gen.UInt[1, uint.MaxValue]
        from reference in AnyInt
        from scale in AnyScale
        from piece in Gen.Byte.Array[1, Command.MaxConfigurationPiece]
        from offset in Gen.Int[0, 65_535 - piece.Length]
        from total in Gen.Int[offset + piece.Length, 65_535]
        from digest in AnyDigest
        select (Message)Filled(
            new Command
            {
                TargetBoard = (ushort)target,
                TargetBoot = boot,
                Number = number,
                Code = code,
                Stream = Concerned(code, stream),
                IdentifyMilliseconds = (ushort)milliseconds,
                PeriodMicroseconds = period,
                Reference = reference,
                ReferenceScale = scale,
                ConfigurationTotal = total,
                ConfigurationOffset = offset,
                ConfigurationCount = piece.Length,
            },
            piece,
            digest);

    private static readonly Gen<Message> AnyAcknowledgement =
        from boot in Gen.UShort
        from number in Gen.UInt
        from code in Gen.OneOf(Enum.GetValues<CommandCode>())
        from stream in AnyStream
        from outcome in Gen.OneOf(Enum.GetValues<CommandOutcome>())
        from repeated in Gen.Bool
        from detail in Gen.UInt
        select (Message)new Acknowledgement
        {
            RobotBoot = boot,
            Number = number,
            Code = code,
            Stream = Concerned(code, stream),
            Outcome = outcome,
            Repeated = repeated,
            Detail = detail,
        };

    private static Gen<Message> HousekeepingOf(MessageType type) => type switch
    {
        MessageType.Hello => AnyHello,
        MessageType.LogRecord => AnyLogRecord,
        MessageType.TimeRequest => AnyTimeRequest,
        MessageType.TimeResponse => AnyTimeResponse,
        MessageType.HelloRequest => Gen.UShort.Select(static target => (Message)new HelloRequest { TargetBoard = target }),
        MessageType.StreamDescription => AnyStreamDescription,
        MessageType.TaxelLayout => AnyTaxelLayout,
        MessageType.Command => AnyCommand,
        MessageType.Acknowledgement => AnyAcknowledgement,
        _ => throw new ArgumentException($"no generator of {type}: add one"),
    };

    private static Gen<string> AnyText(int limit) => Gen.Char[' ', '~'].Array[0, limit].Select(static characters => new string(characters));

    private static byte Concerned(CommandCode code, byte stream) =>
        code is CommandCode.SetRate or CommandCode.Tare or CommandCode.Calibrate ? stream : BoardAddress.HousekeepingStream;

    private static Hello Filled(Hello hello, byte[] hash, (string Board, string Serial, string Firmware) texts)
    {
        hash.CopyTo(hello.ProfileHash, 0);
        Assert.True(hello.BoardName.TrySet(texts.Board) && hello.SerialNumber.TrySet(texts.Serial) && hello.FirmwareVersion.TrySet(texts.Firmware));
        return hello;
    }

    private static LogRecord Filled(LogRecord record, string text)
    {
        Assert.True(record.Text.TrySet(text));
        return record;
    }

    private static StreamDescription Filled(StreamDescription description, byte[] hash, (string Sensor, string Frame) names)
    {
        hash.CopyTo(description.CertificateHash, 0);
        Assert.True(description.SensorName.TrySet(names.Sensor) && description.FrameName.TrySet(names.Frame));
        return description;
    }

    private static TaxelLayout Filled(TaxelLayout layout, short[] places, double[] angles)
    {
        places.CopyTo(layout.Places, 0);
        for (int taxel = 0; taxel < layout.Count; taxel++)
        {
            double azimuth = angles[2 * taxel];
            double elevation = angles[(2 * taxel) + 1] / 2;
            layout.Normals[3 * taxel] = (short)Math.Round(1000 * Math.Cos(elevation) * Math.Cos(azimuth));
            layout.Normals[(3 * taxel) + 1] = (short)Math.Round(1000 * Math.Cos(elevation) * Math.Sin(azimuth));
            layout.Normals[(3 * taxel) + 2] = (short)Math.Round(1000 * Math.Sin(elevation));
        }

        return layout;
    }

    private static Command Filled(Command command, byte[] piece, byte[] digest)
    {
        piece.CopyTo(command.Configuration, 0);
        digest.CopyTo(command.ConfigurationDigest, 0);
        return command;
    }
}
