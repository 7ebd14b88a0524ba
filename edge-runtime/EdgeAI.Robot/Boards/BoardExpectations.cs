using EdgeAI.Device.Messages;
using EdgeAI.Profiles.Boards;
using EdgeAI.Runtime.Boards;

namespace EdgeAI.Robot.Boards;

/// <summary>What a profile expects its boards to say of themselves.</summary>
internal static class BoardExpectations
{
    /// <summary>The expectation of one board, with every property that the profile knows.</summary>
    public static BoardExpectation Of(BoardProfile board) => new()
    {
        Board = (ushort)board.Id,
        Name = board.Name,
        ProfileHash = board.Sha256,
        Streams = [.. board.Sensors.Select(Of)],
    };

    private static StreamExpectation Of(SensorProfile sensor) => new()
    {
        Stream = (byte)sensor.Stream,
        Name = sensor.Name,
        ReadingType = Enum.Parse<MessageType>(DriverFacts.Of(sensor.Driver).Message.ToString()),
        PeriodMicroseconds = (long)Math.Round(1e6 / sensor.RateHz),
        Scale = sensor.Calibration is { } calibration
            ? new Scale(calibration.ScaleMantissa, (sbyte)calibration.ScaleExponent, calibration.Unit == CalibrationUnit.Newton ? Unit.Newton : Unit.Count)
            : null,
        FrameName = sensor.Frame,
    };
}
