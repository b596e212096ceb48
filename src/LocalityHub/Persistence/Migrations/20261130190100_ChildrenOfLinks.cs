using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.LocalityHub.Persistence.Migrations
{
    /// <summary>What became of each child of a link by itself. What was told of a link before was meant of all its children; of whom it holds is stated with the next look at each child.</summary>
    [DbContext(typeof(LocalityHubDbContext))]
    [Migration("20261130190100_ChildrenOfLinks")]
    public partial class ChildrenOfLinks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(name: "is_over", table: "family_link", type: "boolean", nullable: false, defaultValue: false);
            migrationBuilder.AddColumn<long>(name: "link_version", table: "family_link_child", type: "bigint", nullable: false, defaultValue: 0L);
            migrationBuilder.AddColumn<short>(name: "part", table: "family_link_child", type: "smallint", nullable: true);
            migrationBuilder.AddColumn<Guid>(name: "part_reference", table: "family_link_child", type: "uuid", nullable: true);
            migrationBuilder.Sql("update family_link set is_over = true where disrupted_on is not null");
            migrationBuilder.Sql("update family_link_child set part = 3 from family_link link where link.id = link_id and link.disrupted_on is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "part_reference", table: "family_link_child");
            migrationBuilder.DropColumn(name: "part", table: "family_link_child");
            migrationBuilder.DropColumn(name: "link_version", table: "family_link_child");
            migrationBuilder.DropColumn(name: "is_over", table: "family_link");
        }
    }
}
