using EdgeAI.Benchmarks.Preprocess;
using EdgeAI.Perception.Sessions;

namespace EdgeAI.Benchmarks.Detect;

/// <summary>What the benchmarks of detectors need beside the models: the peer in C++, and camera frames.</summary>
internal static class DetectInputs
{
    private const int Frames = 8;

    /// <summary>Opens them; false, with one line, where something is missing.</summary>
    public static bool TryOpen(string data, out DetectPeer? peer, out OpenCvPeer? camera, out string[] files, out string problem)
    {
        peer = null;
        camera = null;
        string folder = Path.Combine(data, "vision", "vtest");
        files = Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.jpg").Order(StringComparer.Ordinal).Where(static (_, index) => index % 5 == 0).Take(Frames)] : [];
        if (files.Length == 0)
        {
            problem = $"there are no camera frames (*.jpg) in {folder}: name the folder that holds vision/vtest and models";
            return false;
        }

        InferenceTelemetry.SwitchOff();
        camera = OpenCvPeer.TryBuild(out problem);
        peer = camera is null ? null : DetectPeer.TryBuild(out problem);
        if (peer is null)
        {
            camera?.Dispose();
        }

        return peer is not null;
    }
}
