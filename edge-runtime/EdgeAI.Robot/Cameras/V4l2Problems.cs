using EdgeAI.Robot.Buses;

namespace EdgeAI.Robot.Cameras;

/// <summary>What goes wrong with a camera of Linux, in one line that names the node and the mend.</summary>
internal static class V4l2Problems
{
    /// <summary>A pixel format's number: its four characters, the first lowest.</summary>
    public static uint CodeOf(string fourCharacters) => (uint)(fourCharacters[0] | (fourCharacters[1] << 8) | (fourCharacters[2] << 16) | (fourCharacters[3] << 24));

    /// <summary>The four characters of a number; a character that cannot be shown is a question mark.</summary>
    public static string TextOf(uint code) => string.Create(4, code, static (text, code) =>
    {
        for (int index = 0; index < text.Length; index++)
        {
            char character = (char)((code >> (8 * index)) & 0xFF);
            text[index] = character is > ' ' and <= '~' ? character : '?';
        }
    }).TrimEnd('?');

    /// <summary>Why a node cannot be opened.</summary>
    public static string OfOpening(string path, int error) => error switch
    {
        LinuxErrno.NoEntry => $"{path} is not there: plug the camera in, or name the right node in the profile (v4l2-ctl --list-devices shows them)",
        LinuxErrno.AccessDenied => $"{path} may not be opened by user {Environment.UserName}: add the user to group video (sudo usermod -aG video {Environment.UserName}) and log in again",
        LinuxErrno.Busy => Held(path),
        LinuxErrno.NoDevice or LinuxErrno.NoDeviceOrAddress => $"{path} has no camera behind it: plug it in again, or name the right node in the profile",
        _ => $"{path} cannot be opened (errno {error}): see dmesg for what the camera's driver says",
    };

    /// <summary>Why a node that opens is no camera.</summary>
    public static string NoCamera(string path, int error) => error == LinuxErrno.NoTerminal
        ? $"{path} is no camera: name a node such as /dev/video0 in the profile (v4l2-ctl --list-devices shows them)"
        : OfRequest(path, "say what it can do", error);

    /// <summary>Why a camera does not do what it is asked.</summary>
    public static string OfRequest(string path, string what, int error) => error switch
    {
        LinuxErrno.Busy => Held(path),
        LinuxErrno.NoDevice => $"{path} was unplugged while it was opened: plug it in again",
        LinuxErrno.NoMemory => $"{path} did not {what}: too little memory for its images; choose smaller ones, or raise the kernel's cma=",
        LinuxErrno.NoSpace => $"{path} did not {what}: its USB bus has no room for that many images; choose 'mjpeg', smaller or fewer images, or another port",
        LinuxErrno.Invalid => $"{path} did not {what}: it does not know how; v4l2-ctl -d {path} --list-formats-ext shows what it can",
        LinuxErrno.BrokenPipe => $"{path} did not {what}: its sensor is not linked to it, or in another format; set the pipeline up with media-ctl",
        LinuxErrno.InputOutput => $"{path} did not {what}: the device does not answer; plug it in again",
        _ => $"{path} did not {what} (errno {error}): see dmesg for what the camera's driver says",
    };

    private static string Held(string path) => $"{path} is held by another program: end it (sudo lsof {path} names it)";
}
