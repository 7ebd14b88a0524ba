namespace EdgeAI.Runtime.Cameras;

/// <summary>What a camera says of one image.</summary>
/// <param name="Length">Its bytes.</param>
/// <param name="Instant">When it was exposed, robot timeline, nanoseconds.</param>
/// <param name="UncertaintyNanoseconds">The half-width of the interval around the instant that holds the exposure.</param>
/// <param name="Sequence">Its number since the device was opened, counted by the device: a hole is an image that was lost; -1 where the device does not say.</param>
public readonly record struct CameraFrame(int Length, long Instant, long UncertaintyNanoseconds, long Sequence);
