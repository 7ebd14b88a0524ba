using System.Runtime.InteropServices;

namespace EdgeAI.Robot.Cameras;

/// <summary>The system calls themselves, by libc.</summary>
internal sealed partial class V4l2Descriptor : IV4l2Device
{
    // O_RDWR | O_NONBLOCK | O_CLOEXEC of asm-generic/fcntl.h, which x86, Arm and RISC-V have.
    private const int OpenFlags = 0x2 | 0x800 | 0x80000;
    private const int ReadWrite = 0x3;
    private const int Shared = 0x1;
    private const short Readable = 0x1;
    private const int Interrupted = 4;
    private const int None = -1;

    private int _descriptor = None;

    public int Open(string path)
    {
        _descriptor = OpenFile(path, OpenFlags);
        return _descriptor == None ? Marshal.GetLastPInvokeError() : 0;
    }

    public unsafe int Control<T>(uint request, ref T argument)
        where T : unmanaged
    {
        fixed (T* pinned = &argument)
        {
            while (InputOutputControl(_descriptor, request, pinned) == None)
            {
                int error = Marshal.GetLastPInvokeError();
                if (error != Interrupted)
                {
                    return error;
                }
            }
        }

        return 0;
    }

    public int Map(uint offset, uint length, out nint address)
    {
        address = MapMemory(0, length, ReadWrite, Shared, _descriptor, (nint)offset);
        return address == None ? Marshal.GetLastPInvokeError() : 0;
    }

    public void Unmap(nint address, uint length) => _ = UnmapMemory(address, length);

    public unsafe int Wait(int milliseconds, out bool isReady)
    {
        PollEntry entry = new() { Descriptor = _descriptor, Events = Readable };
        int answer = Poll(&entry, 1, milliseconds);
        int error = answer == None ? Marshal.GetLastPInvokeError() : 0;
        isReady = answer > 0;
        return error == Interrupted ? 0 : error;
    }

    public void Close()
    {
        if (_descriptor != None)
        {
            _ = CloseFile(_descriptor);
            _descriptor = None;
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static unsafe partial int InputOutputControl(int descriptor, nuint request, void* argument);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint MapMemory(nint address, nuint length, int protection, int flags, int descriptor, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int UnmapMemory(nint address, nuint length);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static unsafe partial int Poll(PollEntry* entries, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseFile(int descriptor);

    private struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
