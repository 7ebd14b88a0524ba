namespace EdgeAI.Tests.Conventions;

/// <summary>What a project may lean on (ARCHITECTURE: dependencies point one way).</summary>
/// <param name="Name">The project's and its assembly's name.</param>
/// <param name="Rooms">Which of our projects it may reference.</param>
/// <param name="Packages">Which packages and frameworks with a place of their own it may reference; see <see cref="Rooms.PlacedPackages"/>.</param>
internal sealed record Room(string Name, string[] Rooms, string[] Packages);
