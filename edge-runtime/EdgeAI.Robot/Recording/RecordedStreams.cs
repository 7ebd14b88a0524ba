using EdgeAI.Device.Messages;
using EdgeAI.Profiles;
using EdgeAI.Profiles.Boards;
using EdgeAI.Profiles.Cameras;
using EdgeAI.Profiles.Stages;
using EdgeAI.Robot.Cameras;
using EdgeAI.Robot.Wiring;
using EdgeAI.Runtime.Cameras;
using EdgeAI.Runtime.Health;
using EdgeAI.Runtime.Ros;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Robot.Recording;

/// <summary>A profile's streams as ROS sees them: for recordings and live views.</summary>
internal static class RecordedStreams
{
    /// <summary>Every stream of a sensor, of a stage, and those on which each board and the robot speak of themselves.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="labelsOf">The classes of a stage with a model.</param>
    public static Dictionary<StreamId, RosStream> Of(Profile profile, Func<StageProfile, string[]> labelsOf)
    {
        Dictionary<StreamId, RosStream> streams = [];
        ProfileFrames frames = new(profile);
        foreach (BoardProfile board in profile.Boards)
        {
            foreach (SensorProfile sensor in board.Sensors)
            {
                MessageType reading = TypeOf(DriverFacts.Of(sensor.Driver).Message);
                streams.Add(IdOf(board, sensor), new RosStream(sensor.Name, sensor.Decision is null ? [reading, MessageType.Fault] : [reading, MessageType.Fault, MessageType.Classification], sensor.Frame, ProfileArms.JointsOf(profile, sensor.Arm)));
            }

            streams.Add(new StreamId((ushort)board.Id, BoardAddress.HousekeepingStream), new RosStream(board.Name, [MessageType.LogRecord, MessageType.Hello], "", []));
        }

        foreach (CameraProfile camera in profile.Cameras)
        {
            RosCamera? leaving = camera.Images == ImagesLeaving.None ? null : new RosCamera(camera.Images == ImagesLeaving.Compressed, InformationOf(camera));
            streams.Add(IdOf(camera), new RosStream(camera.Name, [], camera.Frame, [], leaving));
        }

        streams.Add(HealthLog.Stream, new RosStream(profile.Robot.Id, [MessageType.LogRecord], "", []));
        foreach (StageProfile stage in profile.Stages)
        {
            MessageType type = TypeOf(StageFacts.Of(stage.Kind).Output);
            streams.Add(new StreamId(0, (byte)stage.Stream), new RosStream(stage.Name, [type], frames.FrameOf(stage.Name), stage.Model is null ? ProfileArms.JointsOf(profile, stage.Arm) : labelsOf(stage)));
        }

        return streams;
    }

    /// <summary>The number of a sensor's stream.</summary>
    public static StreamId IdOf(BoardProfile board, SensorProfile sensor) => new((ushort)board.Id, (byte)sensor.Stream);

    /// <summary>The number of a camera's stream.</summary>
    public static StreamId IdOf(CameraProfile camera) => new(0, (byte)camera.Stream);

    /// <summary>What a recording says of each sensor's and camera's stream, and a replay holds against the profile: name, message, frame.</summary>
    public static Dictionary<string, string> Describe(Profile profile) => profile.Boards
        .SelectMany(static board => board.Sensors.Select(sensor => (Id: IdOf(board, sensor), Text: $"{sensor.Name} {DriverFacts.Of(sensor.Driver).Message} {sensor.Frame}")))
        .Concat(profile.Cameras.Select(static camera => (Id: IdOf(camera), Text: $"{camera.Name} {CameraShapes.Of(camera).Raw.Encoding} {camera.Width}x{camera.Height} {camera.Frame}")))
        .ToDictionary(static stream => stream.Id.ToString(), static stream => stream.Text);

    private static CameraInformation? InformationOf(CameraProfile camera) => camera.Information is { } lens
        ? new CameraInformation(camera.Width, camera.Height, lens.Fx, lens.Fy, lens.Cx, lens.Cy, ProfileNames.Of(lens.DistortionModel).Replace('-', '_'), lens.Distortion)
        : null;

    private static MessageType TypeOf(MessageKind kind) => Enum.Parse<MessageType>(kind.ToString());
}
