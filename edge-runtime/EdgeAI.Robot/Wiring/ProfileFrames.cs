using EdgeAI.Profiles;
using EdgeAI.Profiles.Boards;
using EdgeAI.Runtime.Estimation;

namespace EdgeAI.Robot.Wiring;

/// <summary>The frames of a profile's mounts, and which of them a stream is told in.</summary>
/// <param name="profile">The profile.</param>
internal sealed class ProfileFrames(Profile profile)
{
    private readonly FrameMount[] _mounts = [.. profile.Boards.SelectMany(static board => board.Sensors).Select(static sensor => (sensor.Frame, sensor.Mount))
        .Concat(profile.Cameras.Select(static camera => (camera.Frame, camera.Mount)))
        .Where(static place => place.Mount is not null).Select(static place => MountOf(place.Frame, place.Mount!))];

    /// <summary>The tree that holds a frame: what hangs from the same root.</summary>
    public FrameTree TreeOf(string frame)
    {
        string root = RootOf(frame);
        return FrameTree.TryBuild(_mounts.Where(mount => RootOf(mount.Frame) == root), root, out FrameTree? tree, out string problem)
            ? tree!
            : throw new InvalidOperationException($"the loader let mounts through that are no tree: {problem}");
    }

    /// <summary>The frame that a stream is told in: its sensor's, or that of the stage that tells it anew.</summary>
    public string FrameOf(string stream)
    {
        while (profile.Stages.FirstOrDefault(stage => stage.Name == stream) is { } stage)
        {
            if (stage.Frame is { } told)
            {
                return told;
            }

            stream = stage.InputNames[0];
        }

        return profile.Cameras.FirstOrDefault(camera => camera.Name == stream)?.Frame
            ?? profile.Boards.SelectMany(static board => board.Sensors).First(sensor => sensor.Name == stream).Frame;
    }

    private string RootOf(string frame)
    {
        while (Array.Find(_mounts, mount => mount.Frame == frame) is { Parent: { } parent })
        {
            frame = parent;
        }

        return frame;
    }

    private static FrameMount MountOf(string frame, MountProfile mount) => new(frame, mount.Parent, new RigidTransform(
        Rotation.OfRollPitchYaw(mount.Rpy[0], mount.Rpy[1], mount.Rpy[2]),
        new Vector(mount.Xyz[0], mount.Xyz[1], mount.Xyz[2])));
}
