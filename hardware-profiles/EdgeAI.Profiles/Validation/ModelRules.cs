using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Validation;

/// <summary>Models: each provider once, and options of those that are listed.</summary>
internal static class ModelRules
{
    public static void Check(SourceNode model, ProblemList problems)
    {
        HashSet<string> providers = new(StringComparer.Ordinal);
        foreach (SourceNode provider in model.ItemsOf("providers").Where(provider => !problems.IsBad(provider)))
        {
            if (provider.Text is { } word && !providers.Add(word))
            {
                problems.Add(provider, $"{Shown.Quoted(word)} stands in the list already; name each provider once");
            }
        }

        if (providers.Count == 0)
        {
            return;
        }

        HashSet<(string?, string?)> names = [];
        foreach (SourceNode option in model.ItemsOf("providerOptions").TakeWhile(_ => !problems.IsFull))
        {
            if (option["provider"] is { Text: { } word } provider && !problems.IsBad(provider) && !providers.Contains(word))
            {
                problems.Add(provider, $"{Shown.Quoted(word)} is not in the model's 'providers'; add it there or remove the option");
            }

            if (option["name"] is { Text: { } name } place && !problems.IsBad(place) && !names.Add((option.TextOf("provider"), name)))
            {
                problems.Add(place, $"{Shown.Quoted(name)} of {Shown.Quoted(option.TextOf("provider") ?? "")} is set already; write each option once");
            }
        }
    }
}
