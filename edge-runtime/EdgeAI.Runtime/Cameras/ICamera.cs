namespace EdgeAI.Runtime.Cameras;

/// <summary>
/// A camera, for the one thread that opens, reads and closes it. Nothing but misuse throws; a good image allocates nothing. After
/// <see cref="Close"/> it can be opened again.
/// </summary>
public interface ICamera : IDisposable
{
    /// <summary>What its images are.</summary>
    CameraShape Shape { get; }

    /// <summary>When to look for the next image, robot timeline, nanoseconds; 0 for a camera that waits for it by itself, a tenth of a second at most.</summary>
    long NextInstant { get; }

    /// <summary>Opens the camera and starts it.</summary>
    /// <param name="problem">One line naming the thing and the mend when the answer is false.</param>
    bool TryOpen(out string problem);

    /// <summary>Takes the next image.</summary>
    /// <param name="room">Takes its bytes, <see cref="CameraShape.Length"/> of them at most.</param>
    /// <param name="frame">What the camera says of it when the answer is <see cref="CameraOutcome.Taken"/>; its sequence also when it is damaged.</param>
    CameraOutcome TakeInto(Span<byte> room, out CameraFrame frame);

    /// <summary>Stops the camera and lets go of it. Does nothing for one that is not open.</summary>
    void Close();
}
