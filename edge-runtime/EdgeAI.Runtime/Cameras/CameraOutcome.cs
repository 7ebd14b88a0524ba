namespace EdgeAI.Runtime.Cameras;

/// <summary>What came of looking for a camera's next image.</summary>
public enum CameraOutcome
{
    /// <summary>An image was taken.</summary>
    Taken,

    /// <summary>There is none yet: look again when the camera says.</summary>
    Waiting,

    /// <summary>There was one, and the device says that it is damaged, or it is no image of the camera's shape.</summary>
    Damaged,

    /// <summary>The device is gone or answers nothing but errors: close it and open it again.</summary>
    Gone,

    /// <summary>There will be no more: a folder was played to its end.</summary>
    Ended,
}
