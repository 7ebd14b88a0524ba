namespace EdgeAI.Robot.Cameras;

/// <summary>The system calls behind a camera of Linux: what a test stands in for. Each answers 0, or the error number.</summary>
public interface IV4l2Device
{
    /// <summary>Opens a node for reading and writing, without waiting.</summary>
    int Open(string path);

    /// <summary>Asks the driver for something.</summary>
    /// <typeparam name="T">The structure that the request has.</typeparam>
    /// <param name="request">The request's number, of <see cref="V4l2Requests"/>.</param>
    /// <param name="argument">Goes in and comes out.</param>
    int Control<T>(uint request, ref T argument)
        where T : unmanaged;

    /// <summary>Maps a buffer of the driver's.</summary>
    int Map(uint offset, uint length, out nint address);

    /// <summary>Lets go of a buffer.</summary>
    void Unmap(nint address, uint length);

    /// <summary>Waits until an image is there.</summary>
    /// <param name="milliseconds">How long at most.</param>
    /// <param name="isReady">Whether there is something to take, an error included.</param>
    int Wait(int milliseconds, out bool isReady);

    /// <summary>Closes the node.</summary>
    void Close();
}
