using CsCheck;
using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Messages;
using EdgeAI.Runtime.Ros;
using EdgeAI.Tests.Device.Wire;

namespace EdgeAI.Tests.Runtime.Ros;

public sealed class RosEncoderTests
{
    private static readonly RosStream Stream = new("hand/x", [MessageType.Fault], "r_hand", ["slip", "stable"]);

    public static TheoryData<MessageType> Types { get; } = new(Enum.GetValues<MessageType>().Where(static type => RosEncoders.Make(type, Stream) is not null));

    [Theory]
    [MemberData(nameof(Types))]
    public void Encoder_OfAnyMessage_GivesWhatItsSchemaSaysAndNothingMore(MessageType type)
    {
        RosEncoder encoder = RosEncoders.Make(type, Stream)!;
        MessageGen.Of(type).Sample(
            message =>
            {
                CdrWriter writer = new();
                encoder.Encode(message, new RosHeader(1_000_000_123, "r_hand"), writer);
                Assert.NotEmpty(CdrText.Read(encoder.Schema, writer.Written));
            },
            iter: 200);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Encoder_OfEachMessage_AllocatesNothing(MessageType type)
    {
        RosEncoder encoder = RosEncoders.Make(type, Stream)!;
        Message message = MessageText.EmptyOf(type);
        CdrWriter writer = new(8192);
        Assert.Equal(0, Allocation.Of(() => encoder.Encode(message, new RosHeader(1_000_000_123, "r_hand"), writer)));
    }

    [Fact]
    public void Imu_WithoutOrientation_SaysSoInItsCovariance()
    {
        Imu imu = new() { Parts = ImuParts.AngularVelocity };
        imu.AngularVelocity[2] = 250;
        Dictionary<string, string> values = Encode(MessageType.Imu, imu);
        Assert.Equal("-1", values["orientation_covariance[0]"]);
        Assert.Equal("1", values["orientation.w"]);
        Assert.Equal("0.25", values["angular_velocity.z"]);
        Assert.Equal("0", values["angular_velocity_covariance[0]"]);
        Assert.Equal("-1", values["linear_acceleration_covariance[0]"]);
    }

    [Theory]
    [InlineData(RangeStatus.Valid, "1.234")]
    [InlineData(RangeStatus.TooNear, "-Infinity")]
    [InlineData(RangeStatus.NoTarget, "Infinity")]
    [InlineData(RangeStatus.Noisy, "NaN")]
    public void Range_OfEachStatus_IsToldAsRep117Asks(RangeStatus status, string range) =>
        Assert.Equal(range, Encode(MessageType.RangeMeasurement, new RangeMeasurement { Distance = 1234, Minimum = 10, Maximum = 8000, Status = status })["range"]);

    [Fact]
    public void ThermalImage_InSteps_IsTheTemperatureOfEachPixel()
    {
        Image image = new(2) { Width = 2, Height = 1, Scale = new Scale(25, -2, Unit.DegreeCelsius) };
        image.Samples[0] = 87;
        image.Samples[1] = -4;
        Dictionary<string, string> values = Encode(MessageType.Image, image);
        Assert.Equal(("32FC1", "8", "8"), (values["encoding"], values["step"], values["data"]));
        byte[] data = [.. Enumerable.Range(0, 8).Select(index => byte.Parse(values[$"data[{index}]"], null))];
        Assert.Equal([21.75f, -1f], [BitConverter.ToSingle(data, 0), BitConverter.ToSingle(data, 4)]);
    }

    [Fact]
    public void Classification_OfAModel_NamesClassModelAndInput()
    {
        Classification decision = new() { ClassCount = 2, ClassIndex = 1, Provider = ExecutionProvider.FixedPoint, OldestInputAgeMicroseconds = 1200 };
        decision.Probabilities[1] = ushort.MaxValue;
        decision.ModelDigest.AsSpan().Fill(0xA5);
        Dictionary<string, string> values = Encode(MessageType.Classification, decision);
        Assert.Equal(("stable", "1", "fixed-point", "1200"), (values["label"], values["probabilities[1]"], values["provider"], values["oldest_input_age_us"]));
        Assert.Equal(string.Concat(Enumerable.Repeat("a5", 32)), values["model_sha256"]);
        Assert.Equal("r_hand", values["header.frame_id"]);
    }

    [Fact]
    public void Scalar_OfADescribedSensor_HasItsVariance()
    {
        RosStream described = new("a", [MessageType.Temperature], "f", []);
        described.Describe(1.959964 * 2);
        CdrWriter writer = new();
        RosEncoder encoder = RosEncoders.Make(MessageType.Temperature, described)!;
        encoder.Encode(new Temperature(), new RosHeader(0, "f"), writer);
        Assert.Equal(4, double.Parse(CdrText.Read(encoder.Schema, writer.Written)["variance"], System.Globalization.CultureInfo.InvariantCulture), 9);
    }

    [Fact]
    public void CameraImages_Encoded_AreTheSameBytes()
    {
        CameraImage image = new(8) { Width = 2, Height = 2, Step = 3, Length = 6, Encoding = "mono8", FrameId = "cam" };
        new byte[] { 1, 2, 3, 4, 5, 6 }.CopyTo(image.Data, 0);
        CdrWriter writer = new();
        RosEncoders.MakeImage().Encode(image, new RosHeader(0, "cam"), writer);
        Dictionary<string, string> values = CdrText.Read(RosSchema.Of("sensor_msgs/msg/Image"), writer.Written);
        Assert.Equal(("6", "4", "mono8"), (values["data"], values["data[3]"], values["encoding"]));
        CompressedImage compressed = new(8) { Length = 2, Format = "jpeg", FrameId = "cam" };
        RosEncoders.MakeCompressedImage().Encode(compressed, new RosHeader(0, "cam"), writer);
        Assert.Equal("jpeg", CdrText.Read(RosSchema.Of("sensor_msgs/msg/CompressedImage"), writer.Written)["format"]);
    }

    [Fact]
    public void Topics_OfAStream_AreItsNameAndAWordForWhatElseIsSaid()
    {
        RosTopics topics = new();
        RosStream stream = new("hand/taxels", [MessageType.TactileArray, MessageType.Fault], "f", []);
        Assert.Equal("/hand/taxels", topics.Of(stream, MessageType.TactileArray)!.Name);
        Assert.Equal("/hand/taxels/fault", topics.Of(stream, MessageType.Fault)!.Name);
        Assert.Equal("/rosout", topics.Of(new RosStream("hand", [MessageType.LogRecord, MessageType.Hello], "", []), MessageType.LogRecord)!.Name);
        Assert.Null(topics.Of(stream, MessageType.TimeResponse));
    }

    private static Dictionary<string, string> Encode(MessageType type, Message message)
    {
        RosEncoder encoder = RosEncoders.Make(type, Stream)!;
        CdrWriter writer = new();
        encoder.Encode(message, new RosHeader(1_000_000_123, "r_hand"), writer);
        return CdrText.Read(encoder.Schema, writer.Written);
    }
}
