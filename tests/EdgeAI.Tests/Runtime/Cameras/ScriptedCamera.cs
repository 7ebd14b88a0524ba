using EdgeAI.Runtime.Cameras;

namespace EdgeAI.Tests.Runtime.Cameras;

/// <summary>A camera that does what a test says, image by image.</summary>
internal sealed class ScriptedCamera(CameraShape shape) : ICamera
{
    public Queue<(CameraOutcome Outcome, CameraFrame Frame, byte Fill)> Script { get; } = new();

    /// <summary>What it says the next times it is opened; empty for yes.</summary>
    public Queue<string> Openings { get; } = new();

    public CameraShape Shape => shape;

    public long NextInstant { get; set; }

    public bool IsOpen { get; private set; }

    public int Closed { get; private set; }

    public bool IsDisposed { get; private set; }

    public void Will(CameraOutcome outcome, long sequence = 0, long instant = 0, byte fill = 0, int? length = null) =>
        Script.Enqueue((outcome, new CameraFrame(length ?? shape.Length, instant, 500, sequence), fill));

    public bool TryOpen(out string problem)
    {
        Openings.TryDequeue(out string? said);
        problem = said ?? "";
        IsOpen = problem.Length == 0;
        return IsOpen;
    }

    public CameraOutcome TakeInto(Span<byte> room, out CameraFrame frame)
    {
        if (!Script.TryDequeue(out (CameraOutcome Outcome, CameraFrame Frame, byte Fill) next))
        {
            frame = default;
            return CameraOutcome.Waiting;
        }

        frame = next.Frame;
        room[..frame.Length].Fill(next.Fill);
        return next.Outcome;
    }

    public void Close()
    {
        Closed += IsOpen ? 1 : 0;
        IsOpen = false;
    }

    public void Dispose() => IsDisposed = true;
}
