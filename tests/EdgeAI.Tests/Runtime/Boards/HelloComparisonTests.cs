using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Boards;

namespace EdgeAI.Tests.Runtime.Boards;

public sealed class HelloComparisonTests
{
    private static readonly BoardExpectation Expected = new()
    {
        Board = 3,
        Name = "left_hand",
        ProfileHash = new string('a', 64),
        FirmwareVersion = "1.2.3",
        Streams =
        [
            new StreamExpectation
            {
                Stream = 4,
                Name = "left_hand/force",
                ReadingType = MessageType.ForceStamped,
                PeriodMicroseconds = 12_500,
                Scale = new Scale(1, -3, Unit.Newton),
                FrameName = "l_cell",
            },
            new StreamExpectation { Stream = 9, Name = "left_hand/heat", ReadingType = MessageType.Image, Unit = Unit.DegreeCelsius },
        ],
    };

    private static readonly BoardStream Force = new()
    {
        Stream = 4,
        ReadingType = MessageType.ForceStamped,
        PeriodMicroseconds = 12_500,
        Scale = new Scale(1, -3, Unit.Newton),
        Minimum = 0,
        Maximum = 1,
        Uncertainty = 0,
        Elements = 1,
        Components = 1,
        CalibrationDate = 0,
        CertificateHash = "",
        SensorName = "nau7802",
        FrameName = "l_cell",
    };

    private static readonly BoardStream Heat = Force with { Stream = 9, ReadingType = MessageType.Image, Scale = new Scale(25, -2, Unit.DegreeCelsius), SensorName = "amg8833", FrameName = "x" };

    private static readonly BoardHello Told = new()
    {
        Boot = 7,
        Number = 0,
        BoardName = "left_hand",
        SerialNumber = "A1",
        FirmwareVersion = "1.2.3",
        ProfileHash = new string('a', 64),
        ReceiveLimit = 4096,
        CommandsRemembered = 16,
        Streams = [Force, Heat],
        Layouts = [],
    };

    [Fact]
    public void Compare_AsExpected_FindsNothing() => Assert.Empty(HelloComparison.Compare(Expected, Told));

    [Fact]
    public void Compare_SameStepWrittenOtherwiseAndAPeriodRounded_FindsNothing() =>
        Assert.Empty(HelloComparison.Compare(Expected, Told with { Streams = [Force with { Scale = new Scale(100, -5, Unit.Newton), PeriodMicroseconds = 12_512 }, Heat] }));

    [Fact]
    public void Compare_NothingIsExpectedOfHashAndVersion_FindsNothing() =>
        Assert.Empty(HelloComparison.Compare(Expected with { ProfileHash = null, FirmwareVersion = null }, Told with { ProfileHash = "", FirmwareVersion = "9" }));

    public static TheoryData<HelloMismatchKind, BoardHello, string> Differences() => new()
    {
        { HelloMismatchKind.BoardName, Told with { BoardName = "right_hand" }, "board 3 (left_hand): calls itself 'right_hand': plug in the right board, or correct its number in the profile" },
        { HelloMismatchKind.ProfileHash, Told with { ProfileHash = new string('b', 64) }, "board 3 (left_hand): its firmware was made from profile bbbbbbbbbbbb, and this one is aaaaaaaaaaaa: flash the board with this profile, or correct the profile" },
        { HelloMismatchKind.ProfileHash, Told with { ProfileHash = "" }, "board 3 (left_hand): its firmware names no profile, and this one is aaaaaaaaaaaa: flash the board with this profile, or correct the profile" },
        { HelloMismatchKind.FirmwareVersion, Told with { FirmwareVersion = "1.2.2" }, "board 3 (left_hand): has firmware '1.2.2', expected '1.2.3': flash it" },
        { HelloMismatchKind.StreamMissing, Told with { Streams = [Force] }, "board 3 (left_hand): lacks stream 9 (left_hand/heat); it has 4: flash the board with this profile, or correct the profile" },
        { HelloMismatchKind.StreamUnexpected, Told with { Streams = [Force, Heat, Heat with { Stream = 11 }] }, "board 3 (left_hand): has stream 11 (amg8833, Image), which the profile does not name: add it, or flash the board with this profile" },
        { HelloMismatchKind.ReadingType, Told with { Streams = [Heat with { Stream = 4 }, Heat] }, "board 3 (left_hand), stream 4 (left_hand/force): carries Image, expected ForceStamped: flash the board with this profile, or correct the profile" },
        { HelloMismatchKind.Unit, Told with { Streams = [Force, Heat with { Scale = new Scale(25, -2, Unit.Count) }] }, "board 3 (left_hand), stream 9 (left_hand/heat): is in Count, expected DegreeCelsius: flash the board with this profile, or correct the profile" },
        { HelloMismatchKind.Scale, Told with { Streams = [Force with { Scale = new Scale(2, -3, Unit.Newton) }, Heat] }, "board 3 (left_hand), stream 4 (left_hand/force): a step is 2e-3 Newton, expected 1e-3 Newton: calibrate the board again, or correct the profile" },
        { HelloMismatchKind.Period, Told with { Streams = [Force with { PeriodMicroseconds = 12_513 }, Heat] }, "board 3 (left_hand), stream 4 (left_hand/force): comes every 12513 us, expected 12500 us: set its rate, or correct the profile" },
        { HelloMismatchKind.FrameName, Told with { Streams = [Force with { FrameName = "r_cell" }, Heat] }, "board 3 (left_hand), stream 4 (left_hand/force): is expressed in 'r_cell', expected 'l_cell': flash the board with this profile, or correct the profile" },
    };

    [Theory]
    [MemberData(nameof(Differences))]
    public void Compare_OneDifference_FindsItWithOneClearLine(HelloMismatchKind kind, BoardHello told, string line)
    {
        HelloMismatch found = Assert.Single(HelloComparison.Compare(Expected, told));
        Assert.Equal((kind, line), (found.Kind, found.Line));
    }
}
