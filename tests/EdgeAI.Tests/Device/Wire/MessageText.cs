using System.Globalization;
using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;

namespace EdgeAI.Tests.Device.Wire;

/// <summary>A frame's content as the text of the vector index, both ways: two frames say the same if and only if their texts are equal.</summary>
internal static partial class MessageText
{
    public static string Describe(FrameHeader header, Message message)
    {
        string head = $"type={(byte)header.Type};flags={(byte)header.Flags};stream={header.Stream};board={header.Board};boot={header.Boot};"
            + $"sequence={header.Sequence};time={header.TimeMicroseconds};uncertainty={header.UncertaintyMicroseconds};";
        return head + message switch
        {
            Fault fault => $"status={(byte)fault.Status};failedReadings={fault.FailedReadings}",
            Image image => $"width={image.Width};height={image.Height};scale={Of(image.Scale)};samples={Of(image.Samples, image.Width * image.Height)}",
            TactileArray tactile => $"taxels={tactile.TaxelCount};components={tactile.Components};hasTouch={(tactile.HasTouch ? 1 : 0)};scale={Of(tactile.Scale)};"
                + $"values={Of(tactile.Values, tactile.TaxelCount * tactile.Components)}"
                + (tactile.HasTouch ? $";touch={Of(tactile.Touch, (tactile.TaxelCount + 7) / 8)}" : ""),
            WrenchStamped wrench => $"forceScale={Of(wrench.ForceScale)};torqueScale={Of(wrench.TorqueScale)};force={Of(wrench.Force, 3)};torque={Of(wrench.Torque, 3)}",
            ForceStamped force => $"rawCount={force.RawCount};value={force.Value};scale={Of(force.Scale)}",
            Imu imu => $"parts={(byte)imu.Parts}"
                + (imu.Parts.HasFlag(ImuParts.Orientation) ? $";orientationScale={Of(imu.OrientationScale)};orientation={Of(imu.Orientation, 4)}" : "")
                + (imu.Parts.HasFlag(ImuParts.AngularVelocity) ? $";angularVelocityScale={Of(imu.AngularVelocityScale)};angularVelocity={Of(imu.AngularVelocity, 3)}" : "")
                + (imu.Parts.HasFlag(ImuParts.LinearAcceleration) ? $";linearAccelerationScale={Of(imu.LinearAccelerationScale)};linearAcceleration={Of(imu.LinearAcceleration, 3)}" : ""),
            RangeMeasurement range => $"status={(byte)range.Status};fieldOfView={range.FieldOfViewMilliradian};signalStrength={range.SignalStrength};scale={Of(range.Scale)};"
                + $"range={range.Distance};minimum={range.Minimum};maximum={range.Maximum}",
            ScalarMessage scalar => $"value={scalar.Value};scale={Of(scalar.Scale)}",
            MagneticField magnetic => $"scale={Of(magnetic.Scale)};field={Of(magnetic.Field, 3)}",
            ElectricalState state => $"voltageScale={Of(state.VoltageScale)};voltage={state.Voltage};currentScale={Of(state.CurrentScale)};current={state.Current};"
                + $"powerScale={Of(state.PowerScale)};power={state.Power}",
            RangeGrid grid => $"width={grid.Width};height={grid.Height};fieldOfViewX={grid.FieldOfViewXMilliradian};fieldOfViewY={grid.FieldOfViewYMilliradian};"
                + $"scale={Of(grid.Scale)};minimum={grid.Minimum};maximum={grid.Maximum};ranges={Of(grid.Ranges, grid.Width * grid.Height)};"
                + $"statuses={Of(grid.Statuses, grid.Width * grid.Height)}",
            JointState joints => $"parts={(byte)joints.Parts};joints={joints.Count}"
                + (joints.Parts.HasFlag(JointStateParts.Position) ? $";positionScale={Of(joints.PositionScale)};position={Of(joints.Position, joints.Count)}" : "")
                + (joints.Parts.HasFlag(JointStateParts.Velocity) ? $";velocityScale={Of(joints.VelocityScale)};velocity={Of(joints.Velocity, joints.Count)}" : "")
                + (joints.Parts.HasFlag(JointStateParts.Effort) ? $";effortScale={Of(joints.EffortScale)};effort={Of(joints.Effort, joints.Count)}" : ""),
            Detection2DArray found => $"age={found.OldestInputAgeMicroseconds};provider={(byte)found.Provider};imageWidth={found.ImageWidth};imageHeight={found.ImageHeight};"
                + $"modelDigest={Convert.ToHexStringLower(found.ModelDigest)};inputDigest={Convert.ToHexStringLower(found.InputDigest)};"
                + $"detections={string.Join(',', Enumerable.Range(0, found.Count).Select(at => DetectionOf(found, at)))}",
            Classification answer => $"age={answer.OldestInputAgeMicroseconds};provider={(byte)answer.Provider};classIndex={answer.ClassIndex};"
                + $"modelDigest={Convert.ToHexStringLower(answer.ModelDigest)};inputDigest={Convert.ToHexStringLower(answer.InputDigest)};"
                + $"probabilities={Of(answer.Probabilities, answer.ClassCount)}",
            PerceptionEvent happening => $"age={happening.OldestInputAgeMicroseconds};kind={(byte)happening.Kind};active={(happening.Active ? 1 : 0)};"
                + $"value={happening.Value};scale={Of(happening.Scale)}",
            _ => DescribeHousekeeping(message),
        };
    }

    public static (FrameHeader Header, Message Message) Parse(string text)
    {
        Dictionary<string, string> fields = text.Split(';').Select(static field => field.Split('=')).ToDictionary(static pair => pair[0], static pair => pair[1]);
        FrameHeader header = new()
        {
            Flags = (FrameFlags)Number<byte>(fields["flags"]),
            Stream = Number<byte>(fields["stream"]),
            Board = Number<ushort>(fields["board"]),
            Boot = Number<ushort>(fields["boot"]),
            Sequence = Number<long>(fields["sequence"]),
        };
        Message message = EmptyOf((MessageType)Number<byte>(fields["type"]));
        Fill(message, fields);
        message.Stamp = new Stamp(Number<long>(fields["time"]) * 1000, Number<long>(fields["uncertainty"]) * 1000);
        return (header, message);
    }

    /// <summary>A message of a type, as large as the wire allows.</summary>
    public static Message EmptyOf(MessageType type) => type switch
    {
        MessageType.Fault => new Fault(),
        MessageType.Hello => new Hello(),
        MessageType.LogRecord => new LogRecord(),
        MessageType.TimeRequest => new TimeRequest(),
        MessageType.TimeResponse => new TimeResponse(),
        MessageType.HelloRequest => new HelloRequest(),
        MessageType.StreamDescription => new StreamDescription(),
        MessageType.TaxelLayout => new TaxelLayout(TaxelLayout.MaxTaxels),
        MessageType.Command => new Command(),
        MessageType.Acknowledgement => new Acknowledgement(),
        MessageType.Image => new Image(Image.MaxSamples),
        MessageType.TactileArray => new TactileArray(TactileArray.MaxTaxels, 3),
        MessageType.WrenchStamped => new WrenchStamped(),
        MessageType.ForceStamped => new ForceStamped(),
        MessageType.Imu => new Imu(),
        MessageType.RangeMeasurement => new RangeMeasurement(),
        MessageType.Temperature => new Temperature(),
        MessageType.FluidPressure => new FluidPressure(),
        MessageType.RelativeHumidity => new RelativeHumidity(),
        MessageType.MagneticField => new MagneticField(),
        MessageType.ElectricalState => new ElectricalState(),
        MessageType.RangeGrid => new RangeGrid(RangeGrid.MaxZones),
        MessageType.JointState => new JointState(),
        MessageType.Detection2DArray => new Detection2DArray(),
        MessageType.Classification => new Classification(),
        MessageType.PerceptionEvent => new PerceptionEvent(),
        _ => throw new ArgumentException($"no message of type {type}"),
    };

    private static void Fill(Message message, Dictionary<string, string> fields)
    {
        switch (message)
        {
            case Fault fault:
                fault.Status = (SensorStatus)Number<byte>(fields["status"]);
                fault.FailedReadings = Number<uint>(fields["failedReadings"]);
                break;
            case Image image:
                image.Width = Number<int>(fields["width"]);
                image.Height = Number<int>(fields["height"]);
                image.Scale = ScaleOf(fields["scale"]);
                Numbers<short>(fields["samples"]).CopyTo(image.Samples, 0);
                break;
            case TactileArray tactile:
                tactile.TaxelCount = Number<int>(fields["taxels"]);
                tactile.Components = Number<int>(fields["components"]);
                tactile.HasTouch = fields["hasTouch"] == "1";
                tactile.Scale = ScaleOf(fields["scale"]);
                Numbers<short>(fields["values"]).CopyTo(tactile.Values, 0);
                if (tactile.HasTouch)
                {
                    Numbers<byte>(fields["touch"]).CopyTo(tactile.Touch, 0);
                }

                break;
            case WrenchStamped wrench:
                wrench.ForceScale = ScaleOf(fields["forceScale"]);
                wrench.TorqueScale = ScaleOf(fields["torqueScale"]);
                Numbers<int>(fields["force"]).CopyTo(wrench.Force, 0);
                Numbers<int>(fields["torque"]).CopyTo(wrench.Torque, 0);
                break;
            case ForceStamped force:
                force.RawCount = Number<int>(fields["rawCount"]);
                force.Value = Number<int>(fields["value"]);
                force.Scale = ScaleOf(fields["scale"]);
                break;
            case Imu imu:
                Fill(imu, fields);
                break;
            case RangeMeasurement range:
                range.Status = (RangeStatus)Number<byte>(fields["status"]);
                range.FieldOfViewMilliradian = Number<ushort>(fields["fieldOfView"]);
                range.SignalStrength = Number<uint>(fields["signalStrength"]);
                range.Scale = ScaleOf(fields["scale"]);
                range.Distance = Number<int>(fields["range"]);
                range.Minimum = Number<int>(fields["minimum"]);
                range.Maximum = Number<int>(fields["maximum"]);
                break;
            case ScalarMessage scalar:
                scalar.Value = Number<int>(fields["value"]);
                scalar.Scale = ScaleOf(fields["scale"]);
                break;
            case MagneticField magnetic:
                magnetic.Scale = ScaleOf(fields["scale"]);
                Numbers<int>(fields["field"]).CopyTo(magnetic.Field, 0);
                break;
            case ElectricalState state:
                state.VoltageScale = ScaleOf(fields["voltageScale"]);
                state.Voltage = Number<int>(fields["voltage"]);
                state.CurrentScale = ScaleOf(fields["currentScale"]);
                state.Current = Number<int>(fields["current"]);
                state.PowerScale = ScaleOf(fields["powerScale"]);
                state.Power = Number<int>(fields["power"]);
                break;
            case RangeGrid grid:
                grid.Width = Number<int>(fields["width"]);
                grid.Height = Number<int>(fields["height"]);
                grid.FieldOfViewXMilliradian = Number<ushort>(fields["fieldOfViewX"]);
                grid.FieldOfViewYMilliradian = Number<ushort>(fields["fieldOfViewY"]);
                grid.Scale = ScaleOf(fields["scale"]);
                grid.Minimum = Number<short>(fields["minimum"]);
                grid.Maximum = Number<short>(fields["maximum"]);
                Numbers<short>(fields["ranges"]).CopyTo(grid.Ranges, 0);
                Numbers<byte>(fields["statuses"]).CopyTo(grid.Statuses, 0);
                break;
            case JointState joints:
                Fill(joints, fields);
                break;
            case Detection2DArray found:
                Fill(found, fields);
                break;
            case Classification answer:
                ushort[] probabilities = Numbers<ushort>(fields["probabilities"]);
                probabilities.CopyTo(answer.Probabilities, 0);
                answer.ClassCount = probabilities.Length;
                answer.ClassIndex = Number<int>(fields["classIndex"]);
                answer.Provider = (ExecutionProvider)Number<byte>(fields["provider"]);
                answer.OldestInputAgeMicroseconds = Number<uint>(fields["age"]);
                Convert.FromHexString(fields["modelDigest"]).CopyTo(answer.ModelDigest, 0);
                Convert.FromHexString(fields["inputDigest"]).CopyTo(answer.InputDigest, 0);
                break;
            case PerceptionEvent happening:
                happening.OldestInputAgeMicroseconds = Number<uint>(fields["age"]);
                happening.Kind = (PerceptionEventKind)Number<byte>(fields["kind"]);
                happening.Active = fields["active"] == "1";
                happening.Value = Number<int>(fields["value"]);
                happening.Scale = ScaleOf(fields["scale"]);
                break;
            default:
                FillHousekeeping(message, fields);
                break;
        }
    }

    private static void Fill(Imu imu, Dictionary<string, string> fields)
    {
        imu.Parts = (ImuParts)Number<byte>(fields["parts"]);
        if (fields.TryGetValue("orientation", out string? orientation))
        {
            imu.OrientationScale = ScaleOf(fields["orientationScale"]);
            Numbers<int>(orientation).CopyTo(imu.Orientation, 0);
        }

        if (fields.TryGetValue("angularVelocity", out string? angularVelocity))
        {
            imu.AngularVelocityScale = ScaleOf(fields["angularVelocityScale"]);
            Numbers<int>(angularVelocity).CopyTo(imu.AngularVelocity, 0);
        }

        if (fields.TryGetValue("linearAcceleration", out string? linearAcceleration))
        {
            imu.LinearAccelerationScale = ScaleOf(fields["linearAccelerationScale"]);
            Numbers<int>(linearAcceleration).CopyTo(imu.LinearAcceleration, 0);
        }
    }

    private static void Fill(JointState joints, Dictionary<string, string> fields)
    {
        joints.Parts = (JointStateParts)Number<byte>(fields["parts"]);
        joints.Count = Number<int>(fields["joints"]);
        if (fields.TryGetValue("position", out string? position))
        {
            joints.PositionScale = ScaleOf(fields["positionScale"]);
            Numbers<int>(position).CopyTo(joints.Position, 0);
        }

        if (fields.TryGetValue("velocity", out string? velocity))
        {
            joints.VelocityScale = ScaleOf(fields["velocityScale"]);
            Numbers<int>(velocity).CopyTo(joints.Velocity, 0);
        }

        if (fields.TryGetValue("effort", out string? effort))
        {
            joints.EffortScale = ScaleOf(fields["effortScale"]);
            Numbers<int>(effort).CopyTo(joints.Effort, 0);
        }
    }

    private static void Fill(Detection2DArray found, Dictionary<string, string> fields)
    {
        found.OldestInputAgeMicroseconds = Number<uint>(fields["age"]);
        found.Provider = (ExecutionProvider)Number<byte>(fields["provider"]);
        found.ImageWidth = Number<int>(fields["imageWidth"]);
        found.ImageHeight = Number<int>(fields["imageHeight"]);
        Convert.FromHexString(fields["modelDigest"]).CopyTo(found.ModelDigest, 0);
        Convert.FromHexString(fields["inputDigest"]).CopyTo(found.InputDigest, 0);
        int[] numbers = fields["detections"].Length == 0 ? [] : Numbers<int>(fields["detections"]);
        found.Count = numbers.Length / 6;
        for (int index = 0; index < found.Count; index++)
        {
            Span<int> box = numbers.AsSpan(6 * index, 6);
            (found.ClassIndices[index], found.Scores[index]) = ((ushort)box[0], (ushort)box[1]);
            (found.CentreX[index], found.CentreY[index], found.SizeX[index], found.SizeY[index]) = (box[2], box[3], box[4], box[5]);
        }
    }

    private static string DetectionOf(Detection2DArray found, int index) =>
        $"{found.ClassIndices[index]},{found.Scores[index]},{found.CentreX[index]},{found.CentreY[index]},{found.SizeX[index]},{found.SizeY[index]}";

    private static string Of(Scale scale) => $"{scale.Mantissa},{scale.Exponent},{(byte)scale.Unit}";

    private static string Of<T>(T[] values, int count) => string.Join(',', values.Take(count));

    private static Scale ScaleOf(string text)
    {
        string[] parts = text.Split(',');
        return new Scale(Number<int>(parts[0]), Number<sbyte>(parts[1]), (Unit)Number<byte>(parts[2]));
    }

    private static T Number<T>(string text)
        where T : IParsable<T> => T.Parse(text, CultureInfo.InvariantCulture);

    private static T[] Numbers<T>(string text)
        where T : IParsable<T> => [.. text.Split(',').Select(Number<T>)];
}
