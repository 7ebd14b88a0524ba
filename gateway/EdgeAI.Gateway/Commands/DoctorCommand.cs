using System.CommandLine;
using EdgeAI.Gateway.Operation.Checks;

namespace EdgeAI.Gateway.Commands;

/// <summary><c>doctor</c>: looks at all that a gateway needs, one line for each thing.</summary>
internal static class DoctorCommand
{
    private const int SomethingIsWrong = 3;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        GatewayOptionSet set = new();
        Command command = new("doctor", "Looks at all that a gateway with these options needs: one line each, exit code 3 when something must be mended");
        set.AddTo(command);
        command.SetAction((result, cancellation) => OneLine.RunAsync(result, async output =>
        {
            IReadOnlyList<Finding> findings = await Doctor.ExamineAsync(set.Read(result), cancellation).ConfigureAwait(false);
            foreach (Finding finding in findings)
            {
                await output.WriteLineAsync(finding.ToString()).ConfigureAwait(false);
            }

            return findings.Any(finding => finding.Level == FindingLevel.Fail) ? SomethingIsWrong : 0;
        }));
        return command;
    }
}
