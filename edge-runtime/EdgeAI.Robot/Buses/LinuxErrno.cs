using EdgeAI.Device.Bus;

namespace EdgeAI.Robot.Buses;

/// <summary>Linux error numbers, and how System.Device.I2c hands them on: as digits in an exception's message. Pure.</summary>
public static class LinuxErrno
{
    /// <summary>No such file or directory.</summary>
    public const int NoEntry = 2;

    /// <summary>Input/output error: an adapter unplugged inside a transfer, or its driver's word for anything.</summary>
    public const int InputOutput = 5;

    /// <summary>No such device or address: most adapters' word for a NACK.</summary>
    public const int NoDeviceOrAddress = 6;

    /// <summary>Bad file descriptor: the bus was closed.</summary>
    public const int BadDescriptor = 9;

    /// <summary>Try again: arbitration lost (Documentation/i2c/fault-codes in the kernel).</summary>
    public const int TryAgain = 11;

    /// <summary>Cannot allocate memory.</summary>
    public const int NoMemory = 12;

    /// <summary>Permission denied.</summary>
    public const int AccessDenied = 13;

    /// <summary>Device or resource busy: SDA or SCL held, or a kernel driver owns the address.</summary>
    public const int Busy = 16;

    /// <summary>No such device: the adapter is gone.</summary>
    public const int NoDevice = 19;

    /// <summary>Invalid argument: a driver's word for what it does not have.</summary>
    public const int Invalid = 22;

    /// <summary>Inappropriate ioctl for device: the node is of another kind, or its driver does not know the request.</summary>
    public const int NoTerminal = 25;

    /// <summary>No space left: on a USB bus, for so many images.</summary>
    public const int NoSpace = 28;

    /// <summary>Broken pipe: parts of a camera that do not fit together.</summary>
    public const int BrokenPipe = 32;

    /// <summary>Operation not supported: what a USB adapter answers after unplug since Linux 6.12.</summary>
    public const int NotSupported = 95;

    /// <summary>Timed out.</summary>
    public const int TimedOut = 110;

    /// <summary>Cannot send after transport endpoint shutdown.</summary>
    public const int Shutdown = 108;

    /// <summary>Remote I/O error: another word for a NACK (i2c-gpio, i2c-designware).</summary>
    public const int RemoteInputOutput = 121;

    /// <summary>Finds the number after "Error " in a message such as "Error 121 performing I2C data transfer."; 0 if there is none.</summary>
    public static int FromMessage(ReadOnlySpan<char> message)
    {
        const string Mark = "Error ";
        int at = message.IndexOf(Mark, StringComparison.Ordinal);
        int number = 0;
        for (int i = at < 0 ? message.Length : at + Mark.Length; i < message.Length && char.IsAsciiDigit(message[i]) && number < 100000; i++)
        {
            number = (number * 10) + message[i] - '0';
        }

        return number;
    }

    /// <summary>Names the bus status that an error number of a transfer stands for (kernel, Documentation/i2c/fault-codes.rst).</summary>
    public static BusStatus ToBusStatus(int errno) => errno switch
    {
        NoDeviceOrAddress or RemoteInputOutput => BusStatus.AddressNotAcknowledged,
        TimedOut => BusStatus.Timeout,
        TryAgain or Busy => BusStatus.BusStuck,
        NoDevice or NotSupported or BadDescriptor or Shutdown or NoEntry => BusStatus.Disconnected,
        _ => BusStatus.Failed,
    };
}
