using System.Device.I2c;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using EdgeAI.Device.Bus;

namespace EdgeAI.Robot.Buses;

/// <summary>
/// An I2C bus of Linux, /dev/i2c-N, over System.Device.I2c. Every outcome is a <see cref="BusStatus"/>; nothing but misuse
/// throws. A device per address is opened at its first transfer. After the adapter is gone each further call tries to open it again, so
/// a replugged adapter serves from the next reading on. Not thread safe, like every <see cref="II2cBus"/>.
/// </summary>
/// <remarks>
/// <para>A good transfer allocates nothing: System.Device.I2c 4.2.0 keeps its messages on the stack (0 B in 100,000 transfers of
/// its own I2C_RDWR path, measured over a stand-in for ioctl). A failed one costs an <see cref="IOException"/>, 768 B and 5 us, since
/// that is how the library reports; its message holds the error number. The library takes a transfer that the kernel
/// broke off between its messages (fewer done than asked) for a good one; Linux adapters report that as an error instead.</para>
/// <para>A bus that hangs is opened anew: user space cannot clock SCL of a controller, and most of the kernel's drivers do that by themselves
/// (struct i2c_bus_recovery_info) once they see it; opening resets what an adapter on USB keeps.</para>
/// <para>On an adapter without I2C_FUNC_I2C the library falls back to separate write and read calls: another controller may then come
/// between the two, and there is no repeated start.</para>
/// </remarks>
public sealed class LinuxI2cBus : II2cBus, IBusRecovery, IDisposable
{
    private const int AddressCount = 128;
    private const string DeviceFolder = "/dev/";
    private const string NodePrefix = "i2c-";
    private const string KernelClasses = "/sys/class";

    private readonly string _path;
    private readonly Func<I2cBus> _open;
    private readonly I2cDevice?[] _devices = new I2cDevice?[AddressCount];
    private I2cBus? _bus;
    private bool _disposed;

    /// <summary>Makes a bus over an adapter that a function opens, now and again after a disconnect.</summary>
    /// <param name="path">The device node, for telling an unplugged adapter from one that fails.</param>
    /// <param name="open">Opens the adapter; may throw <see cref="IOException"/> with an error number in its text.</param>
    public LinuxI2cBus(string path, Func<I2cBus> open)
    {
        _path = path;
        _open = open;
    }

    /// <summary>Opens a bus by its device node, or a link to one, and says what is missing and how to mend it where that fails.</summary>
    /// <param name="path">/dev/i2c-N, or a symbolic link to it.</param>
    /// <param name="bus">The open bus; null on failure.</param>
    /// <param name="problem">Empty, or one line naming the node and the mend.</param>
    /// <returns>Whether the bus is open.</returns>
    public static bool TryOpen(string path, [NotNullWhen(true)] out LinuxI2cBus? bus, out string problem)
    {
        bus = null;
        if (!File.Exists(path))
        {
            problem = Missing(path);
            return false;
        }

        string node = Resolve(path);
        if (!TryGetNumber(node, out int number) || !KernelKnows(number))
        {
            problem = $"{path} is not an I2C node: name a bus such as /dev/i2c-1 in the profile (ls /dev/i2c-* shows them)";
            return false;
        }

        var opened = new LinuxI2cBus(path, () => I2cBus.Create(number));
        int errno = opened.Reopen();
        if (errno != 0)
        {
            problem = DescribeOpenFailure(path, errno);
            return false;
        }

        bus = opened;
        problem = "";
        return true;
    }

    /// <summary>Says in one line why a node that is there cannot be opened, and how to mend it.</summary>
    public static string DescribeOpenFailure(string path, int errno) => errno switch
    {
        LinuxErrno.NoEntry => Missing(path),
        LinuxErrno.AccessDenied => $"{path} may not be opened by user {Environment.UserName}: add the user to group i2c (sudo usermod -aG i2c {Environment.UserName}) and log in again",
        LinuxErrno.NoDevice or LinuxErrno.NoDeviceOrAddress => $"{path} has no adapter behind it: plug the adapter in, or name the right bus in the profile",
        LinuxErrno.Busy => $"{path} is held by another program: end it (sudo lsof {path} names it)",
        _ => $"{path} cannot be opened (errno {errno}): see dmesg for what the adapter's driver says",
    };

    /// <inheritdoc/>
    public BusStatus Write(byte address, byte[] data, int count)
    {
        BusStatus status = Select(address, out I2cDevice? device);
        if (device is null)
        {
            return status;
        }

        try
        {
            device.Write(new ReadOnlySpan<byte>(data, 0, count));
            return BusStatus.Ok;
        }
        catch (IOException exception)
        {
            return Judge(exception);
        }
    }

    /// <inheritdoc/>
    public BusStatus Read(byte address, byte[] buffer, int count)
    {
        BusStatus status = Select(address, out I2cDevice? device);
        if (device is null)
        {
            return status;
        }

        try
        {
            device.Read(new Span<byte>(buffer, 0, count));
            return BusStatus.Ok;
        }
        catch (IOException exception)
        {
            return Judge(exception);
        }
    }

    /// <inheritdoc/>
    public BusStatus WriteRead(byte address, byte[] data, int writeCount, byte[] buffer, int readCount)
    {
        BusStatus status = Select(address, out I2cDevice? device);
        if (device is null)
        {
            return status;
        }

        try
        {
            device.WriteRead(new ReadOnlySpan<byte>(data, 0, writeCount), new Span<byte>(buffer, 0, readCount));
            return BusStatus.Ok;
        }
        catch (IOException exception)
        {
            return Judge(exception);
        }
    }

    /// <summary>Closes the adapter and opens it anew.</summary>
    /// <returns>Whether it could be opened.</returns>
    public bool TryRecover()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Close();
        return Reopen() == 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        Close();
    }

    private static string Missing(string path) =>
        $"{path} is not there: enable I2C (raspi-config, Interface Options) or name the right bus in the profile";

    /// <summary>Follows a link such as udev makes for a named adapter; an unreadable one stands for itself.</summary>
    private static string Resolve(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return path;
        }
    }

    private static bool TryGetNumber(string node, out int number)
    {
        number = 0;
        return node.StartsWith(DeviceFolder + NodePrefix, StringComparison.Ordinal)
            && int.TryParse(node.AsSpan(DeviceFolder.Length + NodePrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>
    /// Whether the kernel has an I2C bus of this number; taken as yes where sysfs is not mounted. Without this check
    /// System.Device.I2c would take a plain file of that name for a bus.
    /// </summary>
    private static bool KernelKnows(int number) =>
        !Directory.Exists(KernelClasses) || Directory.Exists($"{KernelClasses}/i2c-dev/{NodePrefix}{number}");

    /// <summary>Finds or opens the device at an address; null with the reason where the adapter cannot be opened.</summary>
    private BusStatus Select(byte address, out I2cDevice? device)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(address, AddressCount);
        device = _devices[address];
        if (device is not null)
        {
            return BusStatus.Ok;
        }

        if (_bus is null && Reopen() != 0)
        {
            return BusStatus.Disconnected;
        }

        device = _bus!.CreateDevice(address);
        _devices[address] = device;
        return BusStatus.Ok;
    }

    /// <summary>Opens the adapter.</summary>
    /// <returns>0, or the error number, -1 where the message held none.</returns>
    private int Reopen()
    {
        try
        {
            _bus = _open();
            return 0;
        }
        catch (IOException exception)
        {
            int errno = LinuxErrno.FromMessage(exception.Message);
            return errno == 0 ? -1 : errno;
        }
    }

    /// <summary>Turns a failed transfer into its status, and lets go of an adapter that is gone.</summary>
    private BusStatus Judge(IOException exception)
    {
        int errno = LinuxErrno.FromMessage(exception.Message);
        BusStatus status = LinuxErrno.ToBusStatus(errno);

        // A USB adapter pulled out inside a transfer says EIO before its node goes (Linux 6.1).
        if (errno == LinuxErrno.InputOutput && !File.Exists(_path))
        {
            status = BusStatus.Disconnected;
        }

        if (status == BusStatus.Disconnected)
        {
            Close();
        }

        return status;
    }

    private void Close()
    {
        Array.Clear(_devices);
        _bus?.Dispose();
        _bus = null;
    }
}
