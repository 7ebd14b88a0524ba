using EdgeAI.Device.Messages;

namespace EdgeAI.Tests.Device.Wire;

/// <summary>What boards and robots say to each other beside readings. Texts stand as hexadecimal: they may hold what separates fields.</summary>
internal static partial class MessageText
{
    private static string DescribeHousekeeping(Message message) => message switch
    {
        Hello hello => $"hello={hello.HelloNumber};streams={hello.StreamCount};receiveLimit={hello.ReceiveLimit};commandsRemembered={hello.CommandsRemembered};"
            + $"profileHash={Hex(hello.ProfileHash, 32)};boardName={Of(hello.BoardName)};serialNumber={Of(hello.SerialNumber)};firmwareVersion={Of(hello.FirmwareVersion)}",
        LogRecord record => $"level={(byte)record.Level};code={record.Code};text={Of(record.Text)}",
        TimeRequest request => $"target={request.TargetBoard};exchange={request.Exchange};t1={request.RobotSent}",
        TimeResponse response => $"robotBoot={response.RobotBoot};exchange={response.Exchange};t1={response.RobotSent};t2={response.BoardReceived};t3={response.BoardSent}",
        HelloRequest request => $"target={request.TargetBoard}",
        StreamDescription description => $"hello={description.HelloNumber};index={description.StreamIndex};describes={description.Stream};readingType={(byte)description.ReadingType};"
            + $"period={description.PeriodMicroseconds};scale={Of(description.Scale)};minimum={description.Minimum};maximum={description.Maximum};"
            + $"uncertain={description.Uncertainty};elements={description.Elements};components={description.Components};calibrated={description.CalibrationDate};"
            + $"certificateHash={Hex(description.CertificateHash, 32)};sensorName={Of(description.SensorName)};frameName={Of(description.FrameName)}",
        TaxelLayout layout => $"hello={layout.HelloNumber};describes={layout.Stream};total={layout.Total};first={layout.First};count={layout.Count};"
            + $"taxels={string.Join(',', Enumerable.Range(0, layout.Count).SelectMany(taxel => layout.Places[(3 * taxel)..((3 * taxel) + 3)].Concat(layout.Normals[(3 * taxel)..((3 * taxel) + 3)])))}",
        Command command => $"target={command.TargetBoard};targetBoot={command.TargetBoot};command={command.Number};code={(byte)command.Code};concerns={command.Stream}{ArgumentsOf(command)}",
        Acknowledgement answer => $"robotBoot={answer.RobotBoot};command={answer.Number};code={(byte)answer.Code};concerns={answer.Stream};outcome={(byte)answer.Outcome};"
            + $"repeated={(answer.Repeated ? 1 : 0)};detail={answer.Detail}",
        _ => throw new ArgumentException($"no text for {message.GetType().Name}"),
    };

    private static string ArgumentsOf(Command command) => command.Code switch
    {
        CommandCode.Identify => $";milliseconds={command.IdentifyMilliseconds}",
        CommandCode.SetRate => $";period={command.PeriodMicroseconds}",
        CommandCode.Calibrate => $";reference={command.Reference};scale={Of(command.ReferenceScale)}",
        CommandCode.UpdateConfiguration => $";total={command.ConfigurationTotal};offset={command.ConfigurationOffset};digest={Hex(command.ConfigurationDigest, 32)};"
            + $"piece={Hex(command.Configuration, command.ConfigurationCount)}",
        _ => "",
    };

    private static void FillHousekeeping(Message message, Dictionary<string, string> fields)
    {
        switch (message)
        {
            case Hello hello:
                hello.HelloNumber = Number<ushort>(fields["hello"]);
                hello.StreamCount = Number<int>(fields["streams"]);
                hello.ReceiveLimit = Number<int>(fields["receiveLimit"]);
                hello.CommandsRemembered = Number<int>(fields["commandsRemembered"]);
                Convert.FromHexString(fields["profileHash"]).CopyTo(hello.ProfileHash, 0);
                Fill(hello.BoardName, fields["boardName"]);
                Fill(hello.SerialNumber, fields["serialNumber"]);
                Fill(hello.FirmwareVersion, fields["firmwareVersion"]);
                break;
            case LogRecord record:
                record.Level = (LogLevel)Number<byte>(fields["level"]);
                record.Code = Number<ushort>(fields["code"]);
                Fill(record.Text, fields["text"]);
                break;
            case TimeRequest request:
                request.TargetBoard = Number<ushort>(fields["target"]);
                request.Exchange = Number<uint>(fields["exchange"]);
                request.RobotSent = Number<long>(fields["t1"]);
                break;
            case TimeResponse response:
                response.RobotBoot = Number<ushort>(fields["robotBoot"]);
                response.Exchange = Number<uint>(fields["exchange"]);
                response.RobotSent = Number<long>(fields["t1"]);
                response.BoardReceived = Number<long>(fields["t2"]);
                response.BoardSent = Number<long>(fields["t3"]);
                break;
            case HelloRequest request:
                request.TargetBoard = Number<ushort>(fields["target"]);
                break;
            case StreamDescription description:
                Fill(description, fields);
                break;
            case TaxelLayout layout:
                Fill(layout, fields);
                break;
            case Command command:
                Fill(command, fields);
                break;
            case Acknowledgement answer:
                answer.RobotBoot = Number<ushort>(fields["robotBoot"]);
                answer.Number = Number<uint>(fields["command"]);
                answer.Code = (CommandCode)Number<byte>(fields["code"]);
                answer.Stream = Number<byte>(fields["concerns"]);
                answer.Outcome = (CommandOutcome)Number<byte>(fields["outcome"]);
                answer.Repeated = fields["repeated"] == "1";
                answer.Detail = Number<uint>(fields["detail"]);
                break;
        }
    }

    private static void Fill(StreamDescription description, Dictionary<string, string> fields)
    {
        description.HelloNumber = Number<ushort>(fields["hello"]);
        description.StreamIndex = Number<int>(fields["index"]);
        description.Stream = Number<byte>(fields["describes"]);
        description.ReadingType = (MessageType)Number<byte>(fields["readingType"]);
        description.PeriodMicroseconds = Number<uint>(fields["period"]);
        description.Scale = ScaleOf(fields["scale"]);
        description.Minimum = Number<int>(fields["minimum"]);
        description.Maximum = Number<int>(fields["maximum"]);
        description.Uncertainty = Number<uint>(fields["uncertain"]);
        description.Elements = Number<int>(fields["elements"]);
        description.Components = Number<int>(fields["components"]);
        description.CalibrationDate = Number<uint>(fields["calibrated"]);
        Convert.FromHexString(fields["certificateHash"]).CopyTo(description.CertificateHash, 0);
        Fill(description.SensorName, fields["sensorName"]);
        Fill(description.FrameName, fields["frameName"]);
    }

    private static void Fill(TaxelLayout layout, Dictionary<string, string> fields)
    {
        short[] taxels = Numbers<short>(fields["taxels"]);
        layout.HelloNumber = Number<ushort>(fields["hello"]);
        layout.Stream = Number<byte>(fields["describes"]);
        layout.Total = Number<int>(fields["total"]);
        layout.First = Number<int>(fields["first"]);
        layout.Count = Number<int>(fields["count"]);
        for (int taxel = 0; taxel < layout.Count; taxel++)
        {
            taxels.AsSpan(6 * taxel, 3).CopyTo(layout.Places.AsSpan(3 * taxel));
            taxels.AsSpan((6 * taxel) + 3, 3).CopyTo(layout.Normals.AsSpan(3 * taxel));
        }
    }

    private static void Fill(Command command, Dictionary<string, string> fields)
    {
        command.TargetBoard = Number<ushort>(fields["target"]);
        command.TargetBoot = Number<ushort>(fields["targetBoot"]);
        command.Number = Number<uint>(fields["command"]);
        command.Code = (CommandCode)Number<byte>(fields["code"]);
        command.Stream = Number<byte>(fields["concerns"]);
        switch (command.Code)
        {
            case CommandCode.Identify:
                command.IdentifyMilliseconds = Number<ushort>(fields["milliseconds"]);
                break;
            case CommandCode.SetRate:
                command.PeriodMicroseconds = Number<uint>(fields["period"]);
                break;
            case CommandCode.Calibrate:
                command.Reference = Number<int>(fields["reference"]);
                command.ReferenceScale = ScaleOf(fields["scale"]);
                break;
            case CommandCode.UpdateConfiguration:
                byte[] piece = Convert.FromHexString(fields["piece"]);
                command.ConfigurationTotal = Number<int>(fields["total"]);
                command.ConfigurationOffset = Number<int>(fields["offset"]);
                command.ConfigurationCount = piece.Length;
                Convert.FromHexString(fields["digest"]).CopyTo(command.ConfigurationDigest, 0);
                piece.CopyTo(command.Configuration, 0);
                break;
        }
    }

    private static string Of(AsciiText text) => Hex(text.Bytes, text.Count);

    private static string Hex(byte[] bytes, int count) => Convert.ToHexStringLower(bytes, 0, count);

    private static void Fill(AsciiText text, string hex)
    {
        byte[] bytes = Convert.FromHexString(hex);
        bytes.CopyTo(text.Bytes, 0);
        text.Count = bytes.Length;
    }
}
