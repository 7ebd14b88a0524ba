using System.Text;
using EdgeAI.Profiles;
using EdgeAI.Profiles.Policies;

namespace EdgeAI.Tests.Gateway.Policy;

/// <summary>Policies as a profile writes them, so that what is tested is what a person can write.</summary>
internal static class PolicyRules
{
    /// <summary>A policy of these rules, each the inside of a JSON object.</summary>
    public static PolicyProfile Of(int revision, params string[] rules)
    {
        string text = $$"""
            {
              "version": 1, "name": "policy", "site": "lab",
              "robot": { "id": "r1", "simulated": true },
              "boards": [ { "id": 1, "name": "hand", "sensors": [ { "stream": 1, "name": "hand/taxels", "driver": "simulated-hand", "rateHz": 50, "frame": "r_taxels" } ] } ],
              "gateway": { "id": "g1", "embedded": true, "spool": { "folder": "spool" },
                "policy": { "revision": {{revision}}, "rules": [ {{string.Join(", ", rules.Select(static (rule, index) => $"{{ \"name\": \"rule-{index + 1}\", {rule} }}"))}} ] } }
            }
            """;
        bool loaded = ProfileLoader.TryParse(Encoding.UTF8.GetBytes(text), "policy.profile.json", out Profile? profile, out IReadOnlyList<ProfileProblem> problems);
        Assert.True(loaded, string.Join('\n', problems));
        return profile!.Gateway.Policy!;
    }
}
