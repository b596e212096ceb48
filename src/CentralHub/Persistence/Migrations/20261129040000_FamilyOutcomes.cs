using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.CentralHub.Persistence.Migrations
{
    /// <summary>When links were matched and children moved in, and for how many children families are looked for outside.</summary>
    [DbContext(typeof(CentralHubDbContext))]
    [Migration("20261129040000_FamilyOutcomes")]
    public partial class FamilyOutcomes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(name: "matched_at", table: "link", type: "timestamp with time zone", nullable: true);
            migrationBuilder.AddColumn<DateTimeOffset>(name: "placed_at", table: "link", type: "timestamp with time zone", nullable: true);

            // The first step that led there: a later note of a matched link leads there, too.
            migrationBuilder.Sql(
                """
                update link set matched_at = coalesce((select min(step.at) from link_step step where step.link = link.id and step."to" = 9 and step.taken), changed_at)
                where state = 9
                """);

            migrationBuilder.AddColumn<Guid>(name: "search", table: "outside_search", type: "uuid", nullable: true);
            migrationBuilder.AddColumn<short>(name: "children", table: "outside_search", type: "smallint", nullable: false, defaultValue: (short)1);
            migrationBuilder.Sql("update outside_search set children = case number when 2 then 2 when 4 then 3 else 1 end");
            migrationBuilder.CreateIndex(
                name: "outside_search_group",
                table: "outside_search",
                columns: new[] { "search", "provider" },
                unique: true,
                filter: "ended_at is null and search is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(name: "outside_search_group", table: "outside_search");
            migrationBuilder.DropColumn(name: "children", table: "outside_search");
            migrationBuilder.DropColumn(name: "search", table: "outside_search");
            migrationBuilder.DropColumn(name: "placed_at", table: "link");
            migrationBuilder.DropColumn(name: "matched_at", table: "link");
        }
    }
}
