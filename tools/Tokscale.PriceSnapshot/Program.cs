using Tokscale.SnapshotTool;

// update-prices: [folder with the sources' documents]. Run from the repository.
var lists = new PriceLists(Path.Combine("tools", "Tokscale.PriceSnapshot", "data"));
if (args is [string folder]) new RawDocuments(folder).ReplaceIn(lists);
byte[] snapshot = SnapshotWriter.Write(lists.Read());
File.WriteAllBytes(Path.Combine("src", "Tokscale.Core", "Pricing", "Data", "prices.bin"), snapshot);
foreach (var list in lists.Read()) Console.WriteLine($"{list.Source} {list.Date:yyyy-MM-dd}: {list.Count} rows");
Console.WriteLine($"prices.bin: {snapshot.Length} bytes");
