using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;

namespace EdgeAI.Tests.Device.Wire;

public sealed class FrameEncoderTests
{
    private readonly FrameHeader _header = new();
    private readonly byte[] _buffer = new byte[FrameLayout.MaxLinkLength];

    public static TheoryData<string, FrameStatus> Unsound => new()
    {
        { "negative time", FrameStatus.BadValue },
        { "time beyond 48 bits", FrameStatus.BadValue },
        { "negative uncertainty", FrameStatus.BadValue },
        { "negative sequence", FrameStatus.BadValue },
        { "sequence beyond 48 bits", FrameStatus.BadValue },
        { "unknown flag", FrameStatus.UnknownFlags },
        { "zero mantissa", FrameStatus.BadScale },
        { "exponent 19", FrameStatus.BadScale },
        { "unknown unit", FrameStatus.BadScale },
    };

    [Theory]
    [MemberData(nameof(Unsound))]
    public void Encode_UnsoundMessage_WritesNothingAndCheckNamesTheCause(string defect, FrameStatus expected)
    {
        ForceStamped force = new() { Stamp = new Stamp(1_000, 1_000) };
        switch (defect)
        {
            case "negative time": force.Stamp.Nanoseconds = -1; break;
            case "time beyond 48 bits": force.Stamp.Nanoseconds = (FrameLayout.Max48 * 1000) + 1; break;
            case "negative uncertainty": force.Stamp.UncertaintyNanoseconds = -1; break;
            case "negative sequence": _header.Sequence = -1; break;
            case "sequence beyond 48 bits": _header.Sequence = FrameLayout.Max48 + 1; break;
            case "unknown flag": _header.Flags = (FrameFlags)32; break;
            case "zero mantissa": force.Scale.Mantissa = 0; break;
            case "exponent 19": force.Scale.Exponent = 19; break;
            case "unknown unit": force.Scale.Unit = (Unit)200; break;
        }

        Assert.Equal(expected, FrameEncoder.Check(_header, force));
        Assert.Equal(0, FrameEncoder.Encode(_header, force, _buffer, 0, _buffer.Length));
        Assert.Equal(0, FrameEncoder.EncodeForLink(_header, force, _buffer, 0, _buffer.Length));
        Assert.All(_buffer, static value => Assert.Equal(0, value));
    }

    public static TheoryData<Message, FrameStatus> UnsoundPayloads => new()
    {
        { new Fault { Status = SensorStatus.Ok, FailedReadings = 1 }, FrameStatus.UnknownCode },
        { new Fault { Status = SensorStatus.Timeout }, FrameStatus.BadValue },
        { new Image(4) { Width = 0, Height = 4 }, FrameStatus.BadCount },
        { new Image(4) { Width = 1, Height = 5 }, FrameStatus.BadCount },
        { new Image(4) { Width = -2, Height = -2 }, FrameStatus.BadCount },
        { new Image(4) { Width = 65_536, Height = 65_536 }, FrameStatus.BadCount },
        { new TactileArray(4, 1), FrameStatus.BadCount },
        { new TactileArray(4, 1) { TaxelCount = 5 }, FrameStatus.BadCount },
        { new TactileArray(4, 1) { TaxelCount = 2, Components = 2 }, FrameStatus.BadCount },
        { new TactileArray(4, 3) { TaxelCount = 12, Components = 1, HasTouch = true }, FrameStatus.BadCount },
        { new WrenchStamped { TorqueScale = default }, FrameStatus.BadScale },
        { new Classification { ClassCount = 33 }, FrameStatus.BadCount },
        { new Classification { ClassCount = 2, ClassIndex = 2 }, FrameStatus.BadValue },
        { new Classification { ClassCount = 2, ClassIndex = -1 }, FrameStatus.BadValue },
        { new Classification { ClassCount = 2, Provider = (ExecutionProvider)11 }, FrameStatus.UnknownCode },
        { new PerceptionEvent(), FrameStatus.UnknownCode },
        { new Imu { Parts = ImuParts.None }, FrameStatus.BadValue },
        { new Imu { Parts = (ImuParts)9 }, FrameStatus.BadPadding },
        { new Imu { LinearAccelerationScale = default }, FrameStatus.BadScale },
        { new RangeMeasurement { Status = (RangeStatus)10 }, FrameStatus.UnknownCode },
        { new RangeMeasurement { Distance = 11, Maximum = 10 }, FrameStatus.BadValue },
        { new RangeMeasurement { Status = RangeStatus.TooFar, Minimum = 1 }, FrameStatus.BadValue },
        { new Temperature { Scale = default }, FrameStatus.BadScale },
        { new MagneticField { Scale = default }, FrameStatus.BadScale },
        { new ElectricalState { PowerScale = default }, FrameStatus.BadScale },
        { new RangeGrid(4), FrameStatus.BadCount },
        { new RangeGrid(4) { Width = 1, Height = 5 }, FrameStatus.BadCount },
        { new RangeGrid(4) { Width = 2, Height = 2, Maximum = -1 }, FrameStatus.BadValue },
        { new RangeGrid(4) { Width = 2, Height = 2, Ranges = { [3] = 1 } }, FrameStatus.BadValue },
        { new RangeGrid(4) { Width = 2, Height = 2, Statuses = { [3] = 10 } }, FrameStatus.UnknownCode },
        { new JointState(), FrameStatus.BadCount },
        { new JointState { Count = 65 }, FrameStatus.BadCount },
        { new JointState { Count = 1, Parts = JointStateParts.None }, FrameStatus.BadValue },
        { new JointState { Count = 1, Parts = (JointStateParts)9 }, FrameStatus.BadPadding },
        { new JointState { Count = 1, Parts = JointStateParts.Effort, EffortScale = default }, FrameStatus.BadScale },
        { new Detection2DArray(), FrameStatus.BadCount },
        { new Detection2DArray { ImageWidth = 65_536, ImageHeight = 1 }, FrameStatus.BadCount },
        { new Detection2DArray { ImageWidth = 1, ImageHeight = 1, Count = 65 }, FrameStatus.BadCount },
        { new Detection2DArray { ImageWidth = 1, ImageHeight = 1, Count = -1 }, FrameStatus.BadCount },
        { new Detection2DArray { ImageWidth = 1, ImageHeight = 1, Provider = (ExecutionProvider)11 }, FrameStatus.UnknownCode },
        { new Detection2DArray { ImageWidth = 1, ImageHeight = 1, Count = 2, SizeY = { [1] = -1 } }, FrameStatus.BadValue },
        { new Hello { StreamCount = 255 }, FrameStatus.BadCount },
        { new Hello { ReceiveLimit = 27 }, FrameStatus.BadValue },
        { new Hello { CommandsRemembered = 256 }, FrameStatus.BadValue },
        { new Hello { SerialNumber = { Count = 33 } }, FrameStatus.BadCount },
        { new Hello { BoardName = { Count = 1 } }, FrameStatus.BadText },
        { new LogRecord { Level = 0 }, FrameStatus.UnknownCode },
        { new LogRecord { Text = { Count = 2 } }, FrameStatus.BadText },
        { new TimeRequest { RobotSent = -1 }, FrameStatus.BadValue },
        { new TimeResponse { BoardReceived = 2, BoardSent = 1 }, FrameStatus.BadValue },
        { new StreamDescription(), FrameStatus.UnknownCode },
        { new StreamDescription { ReadingType = MessageType.Image, Stream = 255 }, FrameStatus.BadValue },
        { new StreamDescription { ReadingType = MessageType.Image, CalibrationDate = 20_261_132 }, FrameStatus.BadValue },
        { new TaxelLayout(4), FrameStatus.BadCount },
        { new TaxelLayout(4) { Total = 5, Count = 5 }, FrameStatus.BadCount },
        { new TaxelLayout(4) { Total = 2, Count = 1 }, FrameStatus.BadValue },
        { new Command(), FrameStatus.UnknownCode },
        { new Command { Code = CommandCode.Tare, Stream = 255 }, FrameStatus.BadValue },
        { new Command { Code = CommandCode.Reset, Stream = 255, TargetBoard = 65_535 }, FrameStatus.BadValue },
        { new Command { Code = CommandCode.SetRate, PeriodMicroseconds = 0 }, FrameStatus.BadValue },
        { new Command { Code = CommandCode.UpdateConfiguration, Stream = 255, ConfigurationCount = 1 }, FrameStatus.BadCount },
        { new Acknowledgement { Code = CommandCode.Tare, Outcome = (CommandOutcome)10 }, FrameStatus.UnknownCode },
    };

    [Theory]
    [MemberData(nameof(UnsoundPayloads))]
    public void Encode_UnsoundPayload_WritesNothingAndCheckNamesTheCause(Message message, FrameStatus expected)
    {
        Assert.Equal(expected, FrameEncoder.Check(_header, message));
        Assert.Equal(0, FrameEncoder.Encode(_header, message, _buffer, 0, _buffer.Length));
        Assert.Equal(0, FrameEncoder.EncodeForLink(_header, message, _buffer, 0, _buffer.Length));
    }

    [Fact]
    public void Encode_ExactlyItsRoom_FitsAndTouchesNothingElse()
    {
        ForceStamped force = new();
        int length = FrameEncoder.FrameLength(force);
        int linkLength = FrameEncoder.MaxLinkLength(force);
        Array.Fill(_buffer, (byte)0x5A);

        Assert.Equal(0, FrameEncoder.Encode(_header, force, _buffer, 10, length - 1));
        Assert.Equal(0, FrameEncoder.EncodeForLink(_header, force, _buffer, 10, linkLength - 1));
        Assert.All(_buffer, static value => Assert.Equal(0x5A, value));

        Assert.Equal(length, FrameEncoder.Encode(_header, force, _buffer, 10, length));
        Assert.All(_buffer[..10].Concat(_buffer[(10 + length)..]), static value => Assert.Equal(0x5A, value));

        Array.Fill(_buffer, (byte)0x5A);
        Assert.InRange(FrameEncoder.EncodeForLink(_header, force, _buffer, 10, linkLength), 1, linkLength);
        Assert.All(_buffer[..10].Concat(_buffer[(10 + linkLength)..]), static value => Assert.Equal(0x5A, value));
    }

    [Fact]
    public void Encode_PlaceOutsideTheBuffer_Throws()
    {
        ForceStamped force = new();

        Assert.Throws<ArgumentException>(() => FrameEncoder.Encode(_header, force, _buffer, 1, _buffer.Length));
        Assert.Throws<ArgumentException>(() => FrameEncoder.EncodeForLink(_header, force, _buffer, -1, 100));
        Assert.Throws<ArgumentException>(() => FrameDecoder.TryDecodeHeader(_buffer, 0, _buffer.Length + 1, _header));
        Assert.Throws<ArgumentException>(() => PayloadDecoder.Decode(_buffer, 0, _buffer.Length + 1, force));
    }

    [Fact]
    public void Encode_TouchBitsAboveTheLastTaxel_AreLeftOut()
    {
        TactileArray tactile = new(12, 1) { TaxelCount = 12, HasTouch = true };
        Array.Fill(tactile.Touch, (byte)0xFF);

        int length = FrameEncoder.Encode(_header, tactile, _buffer, 0, _buffer.Length);

        Assert.Equal([0xFF, 0x0F], _buffer[(length - 6)..(length - 4)]);
    }

    [Fact]
    public void Decode_MessageTooSmall_SaysSoAndLeavesItAlone()
    {
        TactileArray large = new(13, 1) { TaxelCount = 13 };
        TactileArray small = new(12, 1) { TaxelCount = 1 };
        Image grid = new(9) { Width = 3, Height = 3 };
        Image smallGrid = new(8) { Width = 1, Height = 1 };

        int length = FrameEncoder.Encode(_header, large, _buffer, 0, _buffer.Length);
        Assert.Equal(FrameStatus.DoesNotFit, PayloadDecoder.Decode(_buffer, 0, length, small));
        Assert.Equal(1, small.TaxelCount);

        length = FrameEncoder.Encode(_header, grid, _buffer, 0, _buffer.Length);
        Assert.Equal(FrameStatus.DoesNotFit, PayloadDecoder.Decode(_buffer, 0, length, smallGrid));
        Assert.Equal(1, smallGrid.Width);

        RangeGrid smallRange = new(8) { Width = 1, Height = 1 };
        length = FrameEncoder.Encode(_header, new RangeGrid(9) { Width = 3, Height = 3 }, _buffer, 0, _buffer.Length);
        Assert.Equal(FrameStatus.DoesNotFit, PayloadDecoder.Decode(_buffer, 0, length, smallRange));
        Assert.Equal(1, smallRange.Width);

        TaxelLayout two = new(2) { Total = 2, Count = 2, Normals = { [0] = 1000, [3] = 1000 } };
        TaxelLayout one = new(1) { Total = 9 };
        length = FrameEncoder.Encode(_header, two, _buffer, 0, _buffer.Length);
        Assert.Equal(FrameStatus.DoesNotFit, PayloadDecoder.Decode(_buffer, 0, length, one));
        Assert.Equal(9, one.Total);
    }

    [Fact]
    public void Decode_TouchBitsOfMoreTaxelsThanTheMessageHas_DoNotFit()
    {
        // 4 taxels of 3 components hold the 12 values, but not the 2 touch bytes.
        TactileArray twelve = new(12, 1) { TaxelCount = 12, HasTouch = true };
        TactileArray four = new(4, 3);

        int length = FrameEncoder.Encode(_header, twelve, _buffer, 0, _buffer.Length);

        Assert.Equal(FrameStatus.DoesNotFit, PayloadDecoder.Decode(_buffer, 0, length, four));
    }

    [Fact]
    public void Decode_MessageOfAnotherType_IsAMismatch()
    {
        int length = FrameEncoder.Encode(_header, new ForceStamped(), _buffer, 0, _buffer.Length);

        Assert.Equal(FrameStatus.TypeMismatch, PayloadDecoder.Decode(_buffer, 0, length, new WrenchStamped()));
    }
}
