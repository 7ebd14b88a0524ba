using System.Device.Spi;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using EdgeAI.Device.Bus;

namespace EdgeAI.Robot.Buses;

/// <summary>
/// One chip select of a Linux SPI controller, /dev/spidevB.C, over System.Device.Spi. Every outcome is a <see cref="BusStatus"/>; nothing but misuse
/// throws. The node is opened at the first transfer and, after a failure, at the next. Not thread safe, like every <see cref="ISpiBus"/>.
/// </summary>
/// <remarks>
/// The library opens the node at its first transfer and not when it makes a device, so <see cref="TryOpen"/> opens and closes it once by itself: that
/// clocks nothing out to a chip. SPI has no acknowledgement: a transfer without a chip succeeds, and what came back is the driver's to judge.
/// </remarks>
public sealed class LinuxSpiBus : ISpiBus, IDisposable
{
    private const string NodePrefix = "/dev/spidev";
    private const string KernelClasses = "/sys/class";

    private readonly string _path;
    private readonly Func<SpiDevice> _open;
    private SpiDevice? _device;
    private bool _disposed;

    /// <summary>Makes a bus over a device that a function opens, now and again after a failure.</summary>
    /// <param name="path">The device node, for telling a controller that is gone from a transfer that failed.</param>
    /// <param name="open">Makes the device; it or its first transfer may throw <see cref="IOException"/> with an error number in its text.</param>
    public LinuxSpiBus(string path, Func<SpiDevice> open)
    {
        _path = path;
        _open = open;
    }

    /// <summary>Opens a bus by its device node and says what is missing and how to mend it where that fails.</summary>
    /// <param name="path">/dev/spidevB.C: controller B, chip select C.</param>
    /// <param name="hertz">The clock.</param>
    /// <param name="bus">The bus; null on failure.</param>
    /// <param name="problem">Empty, or one line naming the node and the mend.</param>
    /// <returns>Whether the node can be opened.</returns>
    public static bool TryOpen(string path, int hertz, [NotNullWhen(true)] out LinuxSpiBus? bus, out string problem)
    {
        bus = null;
        if (!File.Exists(path))
        {
            problem = Missing(path);
            return false;
        }

        if (!TryGetNumbers(path, out int controller, out int select) || !KernelKnows(controller, select))
        {
            problem = $"{path} is not an SPI node: name one such as /dev/spidev0.0 in the profile (ls /dev/spidev* shows them)";
            return false;
        }

        if (!TryTouch(path, out problem))
        {
            return false;
        }

        bus = new LinuxSpiBus(path, () => SpiDevice.Create(new SpiConnectionSettings(controller, select) { ClockFrequency = hertz, Mode = SpiMode.Mode0, DataBitLength = 8 }));
        return true;
    }

    /// <inheritdoc/>
    public BusStatus Transfer(byte[] send, byte[] receive, int count)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        try
        {
            _device ??= _open();
            _device.TransferFullDuplex(new ReadOnlySpan<byte>(send, 0, count), new Span<byte>(receive, 0, count));
            return BusStatus.Ok;
        }
        catch (IOException exception)
        {
            return Judge(exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        Close();
    }

    private static string Missing(string path) =>
        $"{path} is not there: enable SPI (raspi-config, Interface Options) or name the right node in the profile";

    private static bool TryGetNumbers(string path, out int controller, out int select)
    {
        controller = 0;
        select = 0;
        string[] numbers = path.StartsWith(NodePrefix, StringComparison.Ordinal) ? path[NodePrefix.Length..].Split('.') : [];
        return numbers.Length == 2
            && int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out controller)
            && int.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out select);
    }

    /// <summary>Whether the kernel has such a node; taken as yes where sysfs is not mounted.</summary>
    private static bool KernelKnows(int controller, int select) =>
        !Directory.Exists(KernelClasses) || Directory.Exists($"{KernelClasses}/spidev/spidev{controller}.{select}");

    private static bool TryTouch(string path, out string problem)
    {
        try
        {
            File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite).Dispose();
            problem = "";
        }
        catch (UnauthorizedAccessException)
        {
            problem = $"{path} may not be opened by user {Environment.UserName}: add the user to group spi (sudo usermod -aG spi {Environment.UserName}) and log in again";
        }
        catch (IOException exception)
        {
            problem = $"{path} cannot be opened ({exception.Message}): see dmesg for what the controller's driver says";
        }

        return problem.Length == 0;
    }

    /// <summary>Turns a failed transfer into its status, and lets go of the device, so that the next transfer opens it anew.</summary>
    private BusStatus Judge(IOException exception)
    {
        int errno = LinuxErrno.FromMessage(exception.Message);
        Close();
        return File.Exists(_path) ? LinuxErrno.ToBusStatus(errno) : BusStatus.Disconnected;
    }

    private void Close()
    {
        _device?.Dispose();
        _device = null;
    }
}
