namespace EdgeAI.Runtime.Scheduling;

/// <summary>Asks the operating system for what a thread's options say, on that thread, and tells what it refuses.</summary>
internal static class ThreadPrivileges
{
    // On these the C library's structures are the ones that LinuxThread knows.
    private static bool IsKnownSystem => OperatingSystem.IsLinux() && Environment.Is64BitProcess;

    /// <summary>Applies the options to the calling thread, each by itself: one that is refused leaves the others.</summary>
    /// <param name="options">What is asked for.</param>
    /// <returns>One line for each that was refused, naming thread, wish, reason and mend.</returns>
    public static IReadOnlyList<string> Apply(ThreadOptions options)
    {
        List<string> refused = [];
        if (!IsKnownSystem)
        {
            if (options.Scheduling == ThreadScheduling.Fifo || options.Cpus.Count > 0 || options.LockMemory)
            {
                refused.Add($"thread '{options.Name}': fifo, cpus and lockMemory are asked of 64-bit Linux alone; leave them out of the profile here");
            }

            return refused;
        }

        // Affinity first: memory is then locked from the processor that uses it.
        if (options.Cpus.Count > 0)
        {
            Tell(refused, options, $"bound to cpus {string.Join(", ", options.Cpus)}", LinuxThread.UseCpus(options.Cpus));
        }

        if (options.LockMemory)
        {
            Tell(refused, options, "locked in memory", LinuxThread.LockStack(out _));
        }

        if (options.Scheduling == ThreadScheduling.Fifo)
        {
            Tell(refused, options, $"scheduled as fifo {options.Priority}", LinuxThread.UseFifo(options.Priority));
        }

        return refused;
    }

    private static void Tell(List<string> refused, ThreadOptions options, string wish, int errno)
    {
        if (errno != 0)
        {
            refused.Add($"thread '{options.Name}' could not be {wish}: {ReasonOf(options, wish, errno)}");
        }
    }

    private static string ReasonOf(ThreadOptions options, string wish, int errno) => errno switch
    {
        LinuxThread.NotPermitted when wish.StartsWith("scheduled", StringComparison.Ordinal) => $"not permitted; give the service CAP_SYS_NICE or LimitRTPRIO={options.Priority}, or write \"scheduling\": \"normal\"",
        LinuxThread.NotPermitted or LinuxThread.NoMemory when wish.StartsWith("locked", StringComparison.Ordinal) => "not permitted; give the service CAP_IPC_LOCK or LimitMEMLOCK=64M, or leave out \"lockMemory\"",
        LinuxThread.Invalid when wish.StartsWith("bound", StringComparison.Ordinal) => $"this process may use {Environment.ProcessorCount} processors, and none of these is among them; correct \"cpus\"",
        _ => $"error {errno}; leave it out of the profile",
    };
}
