using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Wire;

/// <summary>Measures, judges and writes payloads (WIRE.md, "Payloads"): the encoder's half that knows the messages.</summary>
internal static class PayloadEncoder
{
    public static FrameStatus Check(Message message)
    {
        switch (message.Type)
        {
            case MessageType.Fault:
                Fault fault = (Fault)message;
                return PayloadRules.CheckFault((byte)fault.Status, fault.FailedReadings);

            case MessageType.Image:
                Image image = (Image)message;
                FrameStatus grid = PayloadRules.CheckImage(image.Width, image.Height);
                if (grid != FrameStatus.Ok)
                {
                    return grid;
                }

                return image.Width * image.Height > image.Samples.Length ? FrameStatus.BadCount : CheckScale(image.Scale);

            case MessageType.TactileArray:
                return CheckTactile((TactileArray)message);

            case MessageType.WrenchStamped:
                WrenchStamped wrench = (WrenchStamped)message;
                FrameStatus force = CheckScale(wrench.ForceScale);
                return force != FrameStatus.Ok ? force : CheckScale(wrench.TorqueScale);

            case MessageType.ForceStamped:
                return CheckScale(((ForceStamped)message).Scale);

            case MessageType.Imu:
                return ImuPayload.Check((Imu)message);

            case MessageType.RangeMeasurement:
                return RangePayload.Check((RangeMeasurement)message);

            case MessageType.RangeGrid:
                return RangePayload.Check((RangeGrid)message);

            case MessageType.JointState:
                return JointStatePayload.Check((JointState)message);

            case MessageType.MagneticField:
                return MagneticFieldPayload.Check((MagneticField)message);

            case MessageType.ElectricalState:
                return ElectricalStatePayload.Check((ElectricalState)message);

            case MessageType.Temperature:
            case MessageType.FluidPressure:
            case MessageType.RelativeHumidity:
                return ScalarPayload.Check((ScalarMessage)message);

            case MessageType.Classification:
                Classification answer = (Classification)message;
                return PayloadRules.CheckClassification((byte)answer.Provider, answer.ClassCount, answer.ClassIndex);

            case MessageType.PerceptionEvent:
                PerceptionEvent happening = (PerceptionEvent)message;
                FrameStatus kind = PayloadRules.CheckPerceptionEvent((byte)happening.Kind);
                return kind != FrameStatus.Ok ? kind : CheckScale(happening.Scale);

            case MessageType.Detection2DArray:
                return DetectionPayload.Check((Detection2DArray)message);

            case MessageType.Hello:
                return HelloPayload.Check((Hello)message);

            case MessageType.LogRecord:
                return LogPayload.Check((LogRecord)message);

            case MessageType.TimeRequest:
                return RequestPayload.Check((TimeRequest)message);

            case MessageType.TimeResponse:
                return RequestPayload.Check((TimeResponse)message);

            case MessageType.HelloRequest:
                return FrameStatus.Ok;

            case MessageType.StreamDescription:
                return StreamDescriptionPayload.Check((StreamDescription)message);

            case MessageType.TaxelLayout:
                return TaxelLayoutPayload.Check((TaxelLayout)message);

            case MessageType.Command:
                return CommandPayload.Check((Command)message);

            case MessageType.Acknowledgement:
                return CommandPayload.Check((Acknowledgement)message);

            default:
                return FrameStatus.UnknownType;
        }
    }

    public static int Length(Message message)
    {
        switch (message.Type)
        {
            case MessageType.Fault:
                return PayloadRules.FaultLength;

            case MessageType.Image:
                Image image = (Image)message;
                return PayloadRules.ImageFixedLength + (2 * image.Width * image.Height);

            case MessageType.TactileArray:
                TactileArray tactile = (TactileArray)message;
                return PayloadRules.TactileFixedLength
                    + (2 * tactile.TaxelCount * tactile.Components)
                    + (tactile.HasTouch ? PayloadRules.TouchLength(tactile.TaxelCount) : 0);

            case MessageType.WrenchStamped:
                return PayloadRules.WrenchLength;

            case MessageType.ForceStamped:
                return PayloadRules.ForceLength;

            case MessageType.Imu:
                return ImuPayload.Length((Imu)message);

            case MessageType.RangeMeasurement:
                return RangePayload.MeasurementLength;

            case MessageType.RangeGrid:
                return RangePayload.Length((RangeGrid)message);

            case MessageType.JointState:
                return JointStatePayload.Length((JointState)message);

            case MessageType.MagneticField:
                return MagneticFieldPayload.Length;

            case MessageType.ElectricalState:
                return ElectricalStatePayload.Length;

            case MessageType.Temperature:
            case MessageType.FluidPressure:
            case MessageType.RelativeHumidity:
                return ScalarPayload.Length;

            case MessageType.Classification:
                return PayloadRules.ClassificationFixedLength + (2 * ((Classification)message).ClassCount);

            case MessageType.PerceptionEvent:
                return PayloadRules.PerceptionEventLength;

            case MessageType.Detection2DArray:
                return DetectionPayload.Length((Detection2DArray)message);

            case MessageType.Hello:
                return HelloPayload.Length((Hello)message);

            case MessageType.LogRecord:
                return LogPayload.Length((LogRecord)message);

            case MessageType.TimeRequest:
                return RequestPayload.TimeRequestLength;

            case MessageType.TimeResponse:
                return RequestPayload.TimeResponseLength;

            case MessageType.HelloRequest:
                return RequestPayload.HelloRequestLength;

            case MessageType.StreamDescription:
                return StreamDescriptionPayload.Length((StreamDescription)message);

            case MessageType.TaxelLayout:
                return TaxelLayoutPayload.Length((TaxelLayout)message);

            case MessageType.Command:
                return CommandPayload.Length((Command)message);

            case MessageType.Acknowledgement:
                return CommandPayload.AcknowledgementLength;

            default:
                return 0;
        }
    }

    public static void Write(Message message, byte[] buffer, int offset)
    {
        switch (message.Type)
        {
            case MessageType.Fault:
                Fault fault = (Fault)message;
                buffer[offset] = (byte)fault.Status;
                LittleEndian.WriteUInt32(buffer, offset + 1, fault.FailedReadings);
                break;

            case MessageType.Image:
                Image image = (Image)message;
                LittleEndian.WriteUInt16(buffer, offset, (ushort)image.Width);
                LittleEndian.WriteUInt16(buffer, offset + 2, (ushort)image.Height);
                ScaleField.Write(image.Scale, buffer, offset + 4);
                LittleEndian.WriteInt16s(image.Samples, image.Width * image.Height, buffer, offset + PayloadRules.ImageFixedLength);
                break;

            case MessageType.TactileArray:
                WriteTactile((TactileArray)message, buffer, offset);
                break;

            case MessageType.WrenchStamped:
                WriteWrench((WrenchStamped)message, buffer, offset);
                break;

            case MessageType.ForceStamped:
                ForceStamped force = (ForceStamped)message;
                LittleEndian.WriteInt32(buffer, offset, force.RawCount);
                LittleEndian.WriteInt32(buffer, offset + 4, force.Value);
                ScaleField.Write(force.Scale, buffer, offset + 8);
                break;

            case MessageType.Imu:
                ImuPayload.Write((Imu)message, buffer, offset);
                break;

            case MessageType.RangeMeasurement:
                RangePayload.Write((RangeMeasurement)message, buffer, offset);
                break;

            case MessageType.RangeGrid:
                RangePayload.Write((RangeGrid)message, buffer, offset);
                break;

            case MessageType.JointState:
                JointStatePayload.Write((JointState)message, buffer, offset);
                break;

            case MessageType.MagneticField:
                MagneticFieldPayload.Write((MagneticField)message, buffer, offset);
                break;

            case MessageType.ElectricalState:
                ElectricalStatePayload.Write((ElectricalState)message, buffer, offset);
                break;

            case MessageType.Temperature:
            case MessageType.FluidPressure:
            case MessageType.RelativeHumidity:
                ScalarPayload.Write((ScalarMessage)message, buffer, offset);
                break;

            case MessageType.Classification:
                WriteClassification((Classification)message, buffer, offset);
                break;

            case MessageType.Detection2DArray:
                DetectionPayload.Write((Detection2DArray)message, buffer, offset);
                break;

            case MessageType.Hello:
                HelloPayload.Write((Hello)message, buffer, offset);
                break;

            case MessageType.LogRecord:
                LogPayload.Write((LogRecord)message, buffer, offset);
                break;

            case MessageType.TimeRequest:
                RequestPayload.Write((TimeRequest)message, buffer, offset);
                break;

            case MessageType.TimeResponse:
                RequestPayload.Write((TimeResponse)message, buffer, offset);
                break;

            case MessageType.HelloRequest:
                RequestPayload.Write((HelloRequest)message, buffer, offset);
                break;

            case MessageType.StreamDescription:
                StreamDescriptionPayload.Write((StreamDescription)message, buffer, offset);
                break;

            case MessageType.TaxelLayout:
                TaxelLayoutPayload.Write((TaxelLayout)message, buffer, offset);
                break;

            case MessageType.Command:
                CommandPayload.Write((Command)message, buffer, offset);
                break;

            case MessageType.Acknowledgement:
                CommandPayload.Write((Acknowledgement)message, buffer, offset);
                break;

            case MessageType.PerceptionEvent:
                PerceptionEvent happening = (PerceptionEvent)message;
                LittleEndian.WriteUInt32(buffer, offset, happening.OldestInputAgeMicroseconds);
                buffer[offset + 4] = (byte)happening.Kind;
                buffer[offset + 5] = (byte)(happening.Active ? 1 : 0);
                LittleEndian.WriteInt32(buffer, offset + 6, happening.Value);
                ScaleField.Write(happening.Scale, buffer, offset + 10);
                break;
        }
    }

    private static FrameStatus CheckScale(Scale scale)
    {
        return ScaleField.IsSound(scale) ? FrameStatus.Ok : FrameStatus.BadScale;
    }

    private static FrameStatus CheckTactile(TactileArray tactile)
    {
        FrameStatus counts = PayloadRules.CheckTactile(tactile.TaxelCount, tactile.Components);
        if (counts != FrameStatus.Ok)
        {
            return counts;
        }

        bool held = tactile.TaxelCount * tactile.Components <= tactile.Values.Length
            && (!tactile.HasTouch || PayloadRules.TouchLength(tactile.TaxelCount) <= tactile.Touch.Length);
        return held ? CheckScale(tactile.Scale) : FrameStatus.BadCount;
    }

    private static void WriteTactile(TactileArray tactile, byte[] buffer, int offset)
    {
        int values = tactile.TaxelCount * tactile.Components;
        LittleEndian.WriteUInt16(buffer, offset, (ushort)tactile.TaxelCount);
        buffer[offset + 2] = (byte)tactile.Components;
        buffer[offset + 3] = tactile.HasTouch ? PayloadRules.HasTouchBit : (byte)0;
        ScaleField.Write(tactile.Scale, buffer, offset + 4);
        LittleEndian.WriteInt16s(tactile.Values, values, buffer, offset + PayloadRules.TactileFixedLength);
        if (tactile.HasTouch)
        {
            int touchAt = offset + PayloadRules.TactileFixedLength + (2 * values);
            int length = PayloadRules.TouchLength(tactile.TaxelCount);
            System.Array.Copy(tactile.Touch, 0, buffer, touchAt, length);

            // Whatever a chip leaves in the bits above its last electrode stays on the board.
            buffer[touchAt + length - 1] &= (byte)PayloadRules.LastTouchMask(tactile.TaxelCount);
        }
    }

    private static void WriteWrench(WrenchStamped wrench, byte[] buffer, int offset)
    {
        ScaleField.Write(wrench.ForceScale, buffer, offset);
        ScaleField.Write(wrench.TorqueScale, buffer, offset + ScaleField.Length);
        for (int axis = 0; axis < 3; axis++)
        {
            LittleEndian.WriteInt32(buffer, offset + 12 + (4 * axis), wrench.Force[axis]);
            LittleEndian.WriteInt32(buffer, offset + 24 + (4 * axis), wrench.Torque[axis]);
        }
    }

    private static void WriteClassification(Classification answer, byte[] buffer, int offset)
    {
        LittleEndian.WriteUInt32(buffer, offset, answer.OldestInputAgeMicroseconds);
        buffer[offset + 4] = (byte)answer.Provider;
        buffer[offset + 5] = (byte)answer.ClassCount;
        buffer[offset + 6] = (byte)answer.ClassIndex;
        System.Array.Copy(answer.ModelDigest, 0, buffer, offset + 7, Classification.DigestLength);
        System.Array.Copy(answer.InputDigest, 0, buffer, offset + 39, Classification.DigestLength);
        for (int index = 0; index < answer.ClassCount; index++)
        {
            LittleEndian.WriteUInt16(buffer, offset + PayloadRules.ClassificationFixedLength + (2 * index), answer.Probabilities[index]);
        }
    }
}
