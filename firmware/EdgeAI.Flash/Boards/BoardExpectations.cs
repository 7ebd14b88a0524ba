using EdgeAI.Device.Messages;
using EdgeAI.Firmware;
using EdgeAI.Profiles.Boards;
using EdgeAI.Runtime.Boards;

namespace EdgeAI.Flash.Boards;

/// <summary>What a freshly flashed board is to say of itself.</summary>
internal static class BoardExpectations
{
    /// <summary>The expectation of a board, with everything that its profile and this firmware know.</summary>
    public static BoardExpectation Of(BoardProfile board) => new()
    {
        Board = (ushort)board.Id,
        Name = board.Name,
        ProfileHash = board.Sha256,
        FirmwareVersion = FirmwareVersion.Text,
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
