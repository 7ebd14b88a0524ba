namespace EdgeAI.Gateway.Operation.Checks;

/// <summary>Looks at everything that a gateway with given options needs, changes nothing that lasts, and never throws for what it finds.</summary>
internal static class Doctor
{
    /// <summary>Every finding, in an order that puts what others rest on first.</summary>
    public static async Task<IReadOnlyList<Finding>> ExamineAsync(GatewayOptions options, CancellationToken cancellation)
    {
        bool running = SpoolCheck.IsInUse(options.SpoolFolder);
        List<Finding> findings = [SystemCheck.Sqlite(), SystemCheck.Descriptors(options)];
        findings.AddRange(ClockCheck.Examine(options, SystemCheck.KernelClock()));
        findings.AddRange(SpoolCheck.Examine(options, running));
        findings.AddRange(IdentityCheck.Examine(options));
        findings.AddRange(DownlinkCheck.Examine(options));
        findings.AddRange(PortCheck.Examine(options, running));
        if (running && options.Operation.HttpPort is > 0 and { } port)
        {
            findings.AddRange(await RunningCheck.ExamineAsync(port, cancellation).ConfigureAwait(false));
        }

        findings.AddRange(await UpstreamCheck.ExamineAsync(options, cancellation).ConfigureAwait(false));
        return findings;
    }
}
