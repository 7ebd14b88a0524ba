using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Ros;

namespace EdgeAI.Tests.Runtime.Ros;

public sealed class RosSchemaTests
{
    public static TheoryData<string> Known { get; } = new(RosSchema.Known);

    [Theory]
    [MemberData(nameof(Known))]
    public void Schema_OfEachDefinition_DefinesAllThatItRefersTo(string name) =>
        Assert.True(RosType.TryParse(name, RosSchema.Of(name).Text, out _, out string problem), problem);

    // What ROS 2 Jazzy says of its own definitions ('ros2 topic info --verbose'): field names, types and order all go into the hash.
    [Theory]
    [InlineData("std_msgs/msg/Header", "f49fb3ae2cf070f793645ff749683ac6b06203e41c891e17701b1cb597ce6a01")]
    [InlineData("sensor_msgs/msg/Imu", "7d9a00ff131080897a5ec7e26e315954b8eae3353c3f995c55faf71574000b5b")]
    [InlineData("sensor_msgs/msg/Image", "d31d41a9a4c4bc8eae9be757b0beed306564f7526c88ea6a4588fb9582527d47")]
    [InlineData("sensor_msgs/msg/CompressedImage", "15640771531571185e2efc8a100baf923961a4d15d5569652e6cb6691e8e371a")]
    [InlineData("sensor_msgs/msg/CameraInfo", "b3dfd68ff46c9d56c80fd3bd4ed22c7a4ddce8c8348f2f59c299e73118e7e275")]
    [InlineData("sensor_msgs/msg/Range", "b42b62562e93cbfe9d42b82fe5994dfa3d63d7d5c90a317981703f7388adff3a")]
    [InlineData("sensor_msgs/msg/JointState", "a13ee3a330e346c9d87b5aa18d24e11690752bd33a0350f11c5882bc9179260e")]
    [InlineData("sensor_msgs/msg/Temperature", "72514a14126ab9f8a9abec974c78e5610a367b59db5da355ff1fb982d5bad4b8")]
    [InlineData("sensor_msgs/msg/FluidPressure", "22dfb2b145a0bd5a31a1ac3882a1b32148b51d9b2f3bab250290d66f3595bc32")]
    [InlineData("sensor_msgs/msg/RelativeHumidity", "8687c99b4fb393cb2e545e407b5ea7fd0b5d8960bcd849a0f86c544740138839")]
    [InlineData("rcl_interfaces/msg/Log", "e28ce254ca8abc06abf92773b74602cdbf116ed34fbaf294fb9f81da9f318eac")]
    public void Definition_OfRos_HasTheHashThatRosGivesIt(string name, string hash) => Assert.Equal(hash, TypeHash.Of(name));

    [Fact]
    public void Schema_OfAMessage_HasItsDependenciesBehindLinesOfEqualsSigns()
    {
        string[] lines = RosSchema.Of("geometry_msgs/msg/WrenchStamped").Text.Split('\n');
        Assert.Equal("std_msgs/Header header", lines[0]);
        Assert.Equal(["MSG: std_msgs/Header", "MSG: geometry_msgs/Wrench", "MSG: builtin_interfaces/Time", "MSG: geometry_msgs/Vector3"], lines.Where(static line => line.StartsWith("MSG: ", StringComparison.Ordinal)));
        Assert.Equal(4, lines.Count(static line => line == new string('=', 80)));
    }

    [Fact]
    public void Encoders_OfReadingsAndDecisions_AreThere()
    {
        RosStream stream = new("a/b", [MessageType.Fault], "frame", []);
        MessageType[] without = [MessageType.TimeRequest, MessageType.TimeResponse, MessageType.HelloRequest, MessageType.StreamDescription, MessageType.TaxelLayout, MessageType.Command, MessageType.Acknowledgement];
        foreach (MessageType type in Enum.GetValues<MessageType>())
        {
            Assert.Equal(without.Contains(type), RosEncoders.Make(type, stream) is null);
        }
    }

    [Theory]
    [InlineData("float64", "is no field")]
    [InlineData("float64[x] a", "is no field")]
    [InlineData("Missing a", "is referred to and not defined")]
    [InlineData("Self a\n===\nMSG: p/Self\nSelf a", "holds itself")]
    public void Type_OfABadSchema_NamesTheProblem(string text, string problem)
    {
        Assert.False(RosType.TryParse("p/msg/Root", text, out _, out string found));
        Assert.Contains(problem, found, StringComparison.Ordinal);
    }
}
