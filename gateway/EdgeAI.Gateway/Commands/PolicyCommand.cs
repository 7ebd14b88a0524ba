using System.CommandLine;
using EdgeAI.Gateway.Policy;
using EdgeAI.Profiles;

namespace EdgeAI.Gateway.Commands;

/// <summary><c>policy check PROFILE</c>: what leaves the gateway, rule by rule, in words. Exit code 0, or 2 when the profile has problems.</summary>
internal static class PolicyCommand
{
    private const int CannotRun = 2;

    /// <summary>Makes the command with its parts.</summary>
    public static Command Create()
    {
        Argument<string> profile = new("PROFILE") { Description = "The robot's profile" };
        Command check = new("check", "Says what leaves, rule by rule, in words") { profile };
        check.SetAction(result => Check(result.GetRequiredValue(profile), result.InvocationConfiguration.Output, result.InvocationConfiguration.Error));
        return new Command("policy", "What of the records may leave the gateway") { check };
    }

    private static int Check(string path, TextWriter output, TextWriter error)
    {
        if (!ProfileLoader.TryLoad(path, out Profile? profile, out IReadOnlyList<ProfileProblem> problems))
        {
            foreach (ProfileProblem problem in problems)
            {
                error.WriteLine(problem);
            }

            return CannotRun;
        }

        foreach (string line in PolicyWords.Of(profile.Gateway.Policy))
        {
            output.WriteLine(line);
        }

        return 0;
    }
}
