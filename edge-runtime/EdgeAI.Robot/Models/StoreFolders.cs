using EdgeAI.Perception.Store;
using EdgeAI.Robot.Commands;

namespace EdgeAI.Robot.Models;

/// <summary>Where model stores lie, and how the commands open them.</summary>
internal static class StoreFolders
{
    /// <summary>The store of this user: below XDG_DATA_HOME, or what stands for it where that is not set (XDG Base Directory Specification 0.8).</summary>
    public static string Default
    {
        get
        {
            string? data = Environment.GetEnvironmentVariable("XDG_DATA_HOME");
            string root = string.IsNullOrEmpty(data) ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share") : data;
            return Path.Combine(root, "edgeai", "models");
        }
    }

    /// <summary>Opens a store.</summary>
    /// <param name="folder">Its folder; null for the user's.</param>
    /// <param name="create">Whether one is made where there is none.</param>
    /// <exception cref="CannotRunException">There is none, or it is of another format.</exception>
    public static ModelStore Open(string? folder, bool create)
    {
        Require(ModelStore.Open(folder ?? Default, create, new StoreOptions(), TimeProvider.System, out ModelStore? store, out string problem), problem);
        return store!;
    }

    /// <summary>Throws what a store refused.</summary>
    /// <exception cref="CannotRunException">It refused.</exception>
    public static void Require(StoreRefusal refusal, string problem)
    {
        if (refusal != StoreRefusal.None)
        {
            throw new CannotRunException(problem);
        }
    }

    /// <summary>Reads what a name stands for.</summary>
    /// <exception cref="CannotRunException">There is no such model, or its ref is damaged.</exception>
    public static ModelRef Find(ModelStore store, string name)
    {
        Require(store.Find(name, out ModelRef? found, out string problem), problem);
        return found!;
    }
}
